using Metiva.Tenancy.Jobs.Schedule;
using Microsoft.Data.SqlClient;
using Quartz;
using Quartz.Impl.AdoJobStore;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// The schedule in tables beside the registry, which every process shares: Quartz's own clustered store. The migration makes the tables,
/// because the login that Metiva runs with may not.
/// </summary>
internal sealed class SqlServerScheduleStore(SqlServerConnectionFactory factory) : IScheduleStore
{
    /// <summary>What the names of the schedule's tables begin with.</summary>
    internal const string TablePrefix = "Quartz_";

    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(10);

    public bool IsClustered => true;

    public async Task<Action<IQuartzBuilder>> ConfigureAsync(CancellationToken cancellationToken)
    {
        var text = await factory.ControlPlaneTextAsync(cancellationToken);
        return quartz =>
            quartz.UsePersistentStore(store =>
            {
                store.UseSqlServer(SqlClientFactory.Instance, text);
                store.UseSystemTextJsonSerializer();
                store.UseClustering(cluster => cluster.CheckinInterval = CheckIn);

                // Takes its turn by changing a row and not by a hint, which a server may leave unheeded.
                store.UseLockHandler<UpdateRowLockHandler>();
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = TablePrefix;
                    options.StoreJobDataAsStrings = true;
                    options.SchemaProvisioning = SchemaProvisioning.Validate;
                });
            });
    }
}
