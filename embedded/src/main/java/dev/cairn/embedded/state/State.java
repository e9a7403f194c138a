package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.job.JobBook;

/**
 * All that the server holds, at one moment.
 *
 * @param lastId the last number that was given to an object or a job
 */
public record State(
        Catalog catalog,
        Identities identities,
        JobBook jobs,
        Accounts accounts,
        LoadBook loads,
        TaskRuns runs,
        Doors doors,
        long lastId) {
    private static final long FIRST_ID = 10_000;

    /** Nothing but accounts. */
    public static State initial(Accounts accounts) {
        return new State(
                Catalog.EMPTY,
                Identities.NONE,
                JobBook.EMPTY,
                accounts,
                LoadBook.EMPTY,
                TaskRuns.NONE,
                Doors.USUAL,
                FIRST_ID);
    }

    State with(Catalog newCatalog) {
        return new State(newCatalog, identities, jobs, accounts, loads, runs, doors, lastId);
    }

    State with(Catalog newCatalog, Identities newIdentities, long newLastId) {
        return new State(newCatalog, newIdentities, jobs, accounts, loads, runs, doors, newLastId);
    }

    State with(JobBook newJobs) {
        return new State(catalog, identities, newJobs, accounts, loads, runs, doors, lastId);
    }

    State with(Accounts newAccounts) {
        return new State(catalog, identities, jobs, newAccounts, loads, runs, doors, lastId);
    }

    State with(LoadBook newLoads) {
        return new State(catalog, identities, jobs, accounts, newLoads, runs, doors, lastId);
    }

    State with(TaskRuns newRuns) {
        return new State(catalog, identities, jobs, accounts, loads, newRuns, doors, lastId);
    }

    State with(Doors newDoors) {
        return new State(catalog, identities, jobs, accounts, loads, runs, newDoors, lastId);
    }

    State counting(long newLastId) {
        return new State(catalog, identities, jobs, accounts, loads, runs, doors, newLastId);
    }
}
