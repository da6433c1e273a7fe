using Metiva.Web;
using Metiva.Web.Operations;

if (OperatorCommands.IsCommand(args))
{
    return await OperatorCommands.RunAsync(args, Console.In, Console.Out, CancellationToken.None);
}

await MetivaHost.Build(args).RunAsync();
return 0;
