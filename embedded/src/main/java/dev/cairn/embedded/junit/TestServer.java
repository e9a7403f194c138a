package dev.cairn.embedded.junit;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension.Preparation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server that test classes use one after another, with the databases that have been prepared on it. Starting a server
 * takes longer than most tests; copying a prepared database does not.
 */
final class TestServer implements AutoCloseable {
    private final EmbeddedStarRocks starRocks;
    private final Map<Preparation, String> databaseNameByPreparation = new HashMap<>();
    private final Set<String> preparedRoleNames = new HashSet<>();
    private final Set<String> preparedClusterObjectTitles = new HashSet<>();
    private Set<String> roleNamesBeforeTest = Set.of();
    private Set<String> clusterObjectTitlesBeforeTest = Set.of();
    private int databaseCount;
    private int runningTestCount;

    TestServer(Options options) {
        this.starRocks = EmbeddedStarRocks.start(options);
    }

    EmbeddedStarRocks starRocks() {
        return starRocks;
    }

    /**
     * Creates a database: an empty one, or a copy of the prepared one. Roles and cluster objects that exist now are
     * kept after the test, unless other tests run, which may have created them.
     */
    synchronized FreshDatabase createTestDatabase(@Nullable Preparation preparation) throws Exception {
        String name = "test_" + ++databaseCount;
        if (preparation == null) {
            starRocks.createDatabase(name);
        } else {
            starRocks.copyDatabase(prepare(preparation), name);
        }
        if (runningTestCount == 0) {
            roleNamesBeforeTest = starRocks.roles();
            clusterObjectTitlesBeforeTest = starRocks.clusterObjects();
        }
        runningTestCount++;
        return new FreshDatabase(starRocks, name, starRocks.jdbcUrl(name));
    }

    /**
     * Removes the database of a test, its faults and, if no other test runs, the roles and cluster objects that the
     * tests have created: a server does not know which test created them.
     */
    synchronized void endTest(FreshDatabase database) {
        starRocks.faults().clear();
        starRocks.dropDatabase(database.name());
        runningTestCount--;
        if (runningTestCount == 0) {
            dropRolesExcept(roleNamesBeforeTest);
            dropClusterObjectsExcept(clusterObjectTitlesBeforeTest);
        }
    }

    private void dropClusterObjectsExcept(Set<String> retainedTitles) {
        for (String objectTitle : starRocks.clusterObjects()) {
            if (!retainedTitles.contains(objectTitle)) {
                starRocks.dropClusterObject(objectTitle);
            }
        }
    }

    private void dropRolesExcept(Set<String> retainedRoleNames) {
        for (String roleName : starRocks.roles()) {
            if (!retainedRoleNames.contains(roleName)) {
                starRocks.dropRole(roleName);
            }
        }
    }

    synchronized boolean hasPreparedDatabase(@Nullable Preparation preparation) {
        return databaseNameByPreparation.containsKey(preparation);
    }

    /**
     * Prepares a database unless it has been prepared before, and returns its name. If the preparation fails, its
     * database is dropped.
     *
     * @throws Exception the exception of the preparation
     */
    synchronized String prepare(Preparation preparation) throws Exception {
        String existingName = databaseNameByPreparation.get(preparation);
        if (existingName != null) {
            return existingName;
        }
        String name = "prepared_" + (databaseNameByPreparation.size() + 1);
        starRocks.createDatabase(name);
        boolean isPrepared = false;
        try {
            preparation.prepare(starRocks.dataSource(name));
            starRocks.jobs().finish();
            databaseNameByPreparation.put(preparation, name);
            preparedRoleNames.addAll(starRocks.roles());
            preparedClusterObjectTitles.addAll(starRocks.clusterObjects());
            isPrepared = true;
            return name;
        } finally {
            if (!isPrepared) {
                starRocks.dropDatabase(name);
            }
        }
    }

    /** Removes what a test class has left, except for users and global variables. */
    synchronized void removeLeftovers() {
        runningTestCount = 0;
        for (String databaseName : starRocks.databases()) {
            if (!databaseNameByPreparation.containsValue(databaseName)) {
                starRocks.dropDatabase(databaseName);
            }
        }
        dropRolesExcept(preparedRoleNames);
        dropClusterObjectsExcept(preparedClusterObjectTitles);
        starRocks.faults().clear();
        starRocks.log().clear();
    }

    /** Returns whether faults defer statements that could still run. */
    boolean hasDeferredStatements() {
        return starRocks.faults().countDeferred() > 0;
    }

    @Override
    public void close() {
        starRocks.close();
    }
}
