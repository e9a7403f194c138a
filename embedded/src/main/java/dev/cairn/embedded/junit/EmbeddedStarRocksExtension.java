package dev.cairn.embedded.junit;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides a server for a test class and a new database for each test.
 *
 * <pre>{@code
 * @ExtendWith(EmbeddedStarRocksExtension.class)
 * class OrdersTest {
 *     @Test
 *     void makesTheTable(FreshDatabase database) throws SQLException {
 *         try (Connection connection = database.connection()) { … }
 *     }
 * }
 * }</pre>
 *
 * <p>To run migrations once instead of before each test, register the extension as a static field with a preparation.
 * Each test gets a copy of the prepared database:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedStarRocksExtension STARROCKS = EmbeddedStarRocksExtension.withPreparation(
 *         dataSource -> Migrator.of(ShopSchema.SCHEMA, dataSource).upgrade());
 * }</pre>
 *
 * <p>Test classes that run one after the other share a server; each of those that run in parallel has its own. A class
 * also gets a new server if a preparation of other classes has created roles on each idle one. {@link #with(Options)}
 * starts a server for the class alone, with other options.
 *
 * <p>Classes on the shared server that register the same extension or the same {@link Preparation} object, for example
 * a constant of a shared class, use the same prepared database, unless they run in parallel.
 *
 * <p>Before each test, the log of the server is emptied. After the test, its database and the roles and cluster objects
 * that it has created are dropped, and pending faults are removed. After the class, all databases, roles and cluster
 * objects are dropped except for the prepared ones; users and global variables remain. A test method, or a method with
 * {@code @BeforeEach} or {@code @AfterEach}, may have parameters of the types {@link FreshDatabase} and
 * {@link EmbeddedStarRocks}; a constructor or a method with {@code @BeforeAll} may have only the server.
 */
public final class EmbeddedStarRocksExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(EmbeddedStarRocksExtension.class);
    private static final String SERVERS_KEY = "servers";
    private static final String LEASE_KEY = "lease";
    private static final String DATABASE_KEY = "database";

    private final @Nullable Options options;
    private final @Nullable Preparation preparation;

    /** Creates an extension for the shared server, which has {@link Options#DEFAULT}. */
    public EmbeddedStarRocksExtension() {
        this(null, null);
    }

    private EmbeddedStarRocksExtension(@Nullable Options options, @Nullable Preparation preparation) {
        this.options = options;
        this.preparation = preparation;
    }

    /** Prepares a database before the first test. */
    @FunctionalInterface
    public interface Preparation {
        /**
         * Creates the objects and rows that each test finds in its copy of the database.
         *
         * @param dataSource opens connections to the database; objects in other databases are not copied
         * @throws Exception if the preparation fails; it then runs again for the next class or test that needs it
         */
        void prepare(DataSource dataSource) throws Exception;
    }

    /** Creates an extension that starts a server with these options for each test class. */
    public static EmbeddedStarRocksExtension with(Options options) {
        return new EmbeddedStarRocksExtension(options, null);
    }

    /** Creates an extension for the shared server that gives each test a copy of a prepared database. */
    public static EmbeddedStarRocksExtension withPreparation(Preparation preparation) {
        return new EmbeddedStarRocksExtension(null, preparation);
    }

    /**
     * Creates an extension that starts a server with these options for each test class, and gives each test a copy of a
     * database that is prepared once for each of these servers.
     */
    public static EmbeddedStarRocksExtension withPreparation(Options options, Preparation preparation) {
        return new EmbeddedStarRocksExtension(options, preparation);
    }

    /**
     * Provides the server and prepares the database. Nested classes share the server of their enclosing class.
     *
     * @throws Exception the exception of the preparation
     */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        TestServer server = testServer(context);
        if (preparation != null) {
            server.prepare(preparation);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        TestServer server = testServer(context);
        store(context).put(DATABASE_KEY, server.createTestDatabase(preparation));
        server.starRocks().log().clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        FreshDatabase database = findDatabase(context);
        if (database != null) { // null after a failure before the test, which JUnit reports
            testServer(context).endTest(database);
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** The use of a server by one test class, which ends with the class. */
    @SuppressWarnings("deprecation") // JUnit closes other resources only since 5.13
    private record Lease(TestServer server, Runnable releaseAction) implements CloseableResource, AutoCloseable {
        @Override
        public void close() {
            releaseAction.run();
        }
    }

    private TestServer testServer(ExtensionContext context) {
        return store(context)
                .getOrComputeIfAbsent(LEASE_KEY, key -> createLease(context), Lease.class)
                .server();
    }

    private Lease createLease(ExtensionContext context) {
        if (options != null) {
            TestServer dedicatedServer = new TestServer(options);
            return new Lease(dedicatedServer, dedicatedServer::close);
        }
        SharedServers sharedServers = store(context.getRoot())
                .getOrComputeIfAbsent(SERVERS_KEY, key -> new SharedServers(), SharedServers.class);
        TestServer sharedServer = sharedServers.lease(preparation);
        return new Lease(sharedServer, () -> sharedServers.release(sharedServer));
    }

    private static @Nullable FreshDatabase findDatabase(ExtensionContext context) {
        return store(context).get(DATABASE_KEY, FreshDatabase.class);
    }

    private static FreshDatabase requireDatabase(ParameterContext parameter, ExtensionContext context) {
        FreshDatabase database = findDatabase(context);
        if (database == null) {
            throw new ParameterResolutionException("A FreshDatabase exists only while a test runs, so "
                    + parameter.getDeclaringExecutable() + " can't have one. Move the parameter to a method with @Test,"
                    + " @BeforeEach or @AfterEach. To prepare a database once for all tests, use"
                    + " EmbeddedStarRocksExtension.withPreparation; for a database that all tests share, a parameter of"
                    + " the type EmbeddedStarRocks and its method createDatabase.");
        }
        return database;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == FreshDatabase.class || type == EmbeddedStarRocks.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FreshDatabase.class
                ? requireDatabase(parameter, context)
                : testServer(context).starRocks();
    }
}
