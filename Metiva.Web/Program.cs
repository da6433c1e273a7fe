using Metiva.Web;

await MetivaHost.Build(args).RunAsync();
