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
    private final EmbeddedStarRocks server;
    private final Map<Preparation, String> databaseNameByPreparation = new HashMap<>();
    private final Set<String> preparedRoleNames = new HashSet<>();
    private final Set<String> preparedClusterObjectTitles = new HashSet<>();
    private Set<String> roleNamesBeforeTest = Set.of();
    private Set<String> clusterObjectTitlesBeforeTest = Set.of();
    private int databaseCount;

    TestServer(Options options) {
        this.server = EmbeddedStarRocks.start(options);
    }

    EmbeddedStarRocks server() {
        return server;
    }

    /** Creates a database: an empty one, or a copy of the prepared one. */
    synchronized FreshDatabase createTestDatabase(@Nullable Preparation preparation) throws Exception {
        String name = "test_" + ++databaseCount;
        if (preparation == null) {
            server.createDatabase(name);
        } else {
            server.copyDatabase(prepare(preparation), name);
        }
        roleNamesBeforeTest = server.roles();
        clusterObjectTitlesBeforeTest = server.clusterObjects();
        return new FreshDatabase(server, name, server.jdbcUrl(name));
    }

    /** Removes the database of a test, the roles and cluster objects that the test has created, and its faults. */
    synchronized void endTest(FreshDatabase database) {
        server.faults().clear();
        server.dropDatabase(database.name());
        dropRolesExcept(roleNamesBeforeTest);
        dropClusterObjectsExcept(clusterObjectTitlesBeforeTest);
    }

    private void dropClusterObjectsExcept(Set<String> retainedTitles) {
        for (String objectTitle : server.clusterObjects()) {
            if (!retainedTitles.contains(objectTitle)) {
                server.dropClusterObject(objectTitle);
            }
        }
    }

    private void dropRolesExcept(Set<String> retainedRoleNames) {
        for (String roleName : server.roles()) {
            if (!retainedRoleNames.contains(roleName)) {
                server.dropRole(roleName);
            }
        }
    }

    synchronized boolean hasPreparedDatabase(@Nullable Preparation preparation) {
        return databaseNameByPreparation.containsKey(preparation);
    }

    /** Prepares a database unless it has been prepared before, and returns its name. */
    synchronized String prepare(Preparation preparation) throws Exception {
        String existingName = databaseNameByPreparation.get(preparation);
        if (existingName != null) {
            return existingName;
        }
        String name = "prepared_" + (databaseNameByPreparation.size() + 1);
        server.createDatabase(name);
        boolean isPrepared = false;
        try {
            preparation.prepare(server.dataSource(name));
            server.jobs().finish();
            databaseNameByPreparation.put(preparation, name);
            preparedRoleNames.addAll(server.roles());
            preparedClusterObjectTitles.addAll(server.clusterObjects());
            isPrepared = true;
            return name;
        } finally {
            if (!isPrepared) {
                server.dropDatabase(name);
            }
        }
    }

    /** Removes what a test class has left, except for users and global variables. */
    synchronized void removeLeftovers() {
        for (String databaseName : server.databases()) {
            if (!databaseNameByPreparation.containsValue(databaseName)) {
                server.dropDatabase(databaseName);
            }
        }
        dropRolesExcept(preparedRoleNames);
        dropClusterObjectsExcept(preparedClusterObjectTitles);
        server.faults().clear();
        server.log().clear();
    }

    /** Returns whether faults defer no statement that could still run. */
    boolean hasNoDeferredStatements() {
        return server.faults().countDeferred() == 0;
    }

    @Override
    public void close() {
        server.close();
    }
}
