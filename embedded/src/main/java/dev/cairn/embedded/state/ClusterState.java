package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.job.JobRegistry;

/**
 * All that the server holds, at one moment.
 *
 * @param lastId the last number that was given to an object or a job
 */
public record ClusterState(
        Catalog catalog,
        Identities identities,
        JobRegistry jobs,
        Accounts accounts,
        LoadRegistry loads,
        RefreshRuns runs,
        FrontendPorts doors,
        long lastId) {
    private static final long FIRST_ID = 10_000;

    /** Nothing but accounts. */
    public static ClusterState initial(Accounts accounts) {
        return new ClusterState(
                Catalog.EMPTY,
                Identities.NONE,
                JobRegistry.EMPTY,
                accounts,
                LoadRegistry.EMPTY,
                RefreshRuns.NONE,
                FrontendPorts.USUAL,
                FIRST_ID);
    }

    ClusterState with(Catalog newCatalog) {
        return new ClusterState(newCatalog, identities, jobs, accounts, loads, runs, doors, lastId);
    }

    ClusterState with(Catalog newCatalog, Identities newIdentities, long newLastId) {
        return new ClusterState(newCatalog, newIdentities, jobs, accounts, loads, runs, doors, newLastId);
    }

    ClusterState with(JobRegistry newJobs) {
        return new ClusterState(catalog, identities, newJobs, accounts, loads, runs, doors, lastId);
    }

    ClusterState with(Accounts newAccounts) {
        return new ClusterState(catalog, identities, jobs, newAccounts, loads, runs, doors, lastId);
    }

    ClusterState with(LoadRegistry newLoads) {
        return new ClusterState(catalog, identities, jobs, accounts, newLoads, runs, doors, lastId);
    }

    ClusterState with(RefreshRuns newRuns) {
        return new ClusterState(catalog, identities, jobs, accounts, loads, newRuns, doors, lastId);
    }

    ClusterState with(FrontendPorts newDoors) {
        return new ClusterState(catalog, identities, jobs, accounts, loads, runs, newDoors, lastId);
    }

    ClusterState counting(long newLastId) {
        return new ClusterState(catalog, identities, jobs, accounts, loads, runs, doors, newLastId);
    }
}
