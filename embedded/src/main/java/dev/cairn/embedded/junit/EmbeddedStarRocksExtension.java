package dev.cairn.embedded.junit;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides one server for a test class and a new database for each test.
 *
 * <pre>{@code
 * @ExtendWith(EmbeddedStarRocksExtension.class)
 * class OrdersTest {
 *     @Test
 *     void makesTheTable(FreshDatabase database) throws SQLException {
 *         try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), "root", "")) { … }
 *     }
 * }
 * }</pre>
 *
 * <p>To set options, register the extension as a static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedStarRocksExtension STARROCKS =
 *         EmbeddedStarRocksExtension.with(Options.DEFAULT.jobs(JobPace.stepped()));
 * }</pre>
 *
 * <p>After each test, its database is dropped, and pending faults are removed. A test method may have parameters of the
 * types {@link FreshDatabase} and {@link EmbeddedStarRocks}.
 */
public final class EmbeddedStarRocksExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(EmbeddedStarRocksExtension.class);
    private static final String SERVER = "server";
    private static final String DATABASE = "database";

    private final Options options;
    private final AtomicInteger databases = new AtomicInteger();

    /** Creates an extension with {@link Options#DEFAULT}. */
    public EmbeddedStarRocksExtension() {
        this(Options.DEFAULT);
    }

    private EmbeddedStarRocksExtension(Options options) {
        this.options = options;
    }

    /** Creates an extension whose server is started with these options. */
    public static EmbeddedStarRocksExtension with(Options options) {
        return new EmbeddedStarRocksExtension(options);
    }

    /**
     * Starts the server. Nested classes share the server of their enclosing class; JUnit closes it after that class.
     */
    @Override
    public void beforeAll(ExtensionContext context) {
        store(context).getOrComputeIfAbsent(SERVER, key -> EmbeddedStarRocks.start(options), EmbeddedStarRocks.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        EmbeddedStarRocks server = server(context);
        String name = "test_" + databases.incrementAndGet();
        server.createDatabase(name);
        store(context).put(DATABASE, new FreshDatabase(server, name, server.jdbcUrl(name)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server(context).faults().clear();
        server(context).dropDatabase(database(context).name());
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    private static EmbeddedStarRocks server(ExtensionContext context) {
        return Objects.requireNonNull(store(context).get(SERVER, EmbeddedStarRocks.class));
    }

    private static FreshDatabase database(ExtensionContext context) {
        return Objects.requireNonNull(
                store(context).get(DATABASE, FreshDatabase.class), "A database is there while a test runs");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == FreshDatabase.class || type == EmbeddedStarRocks.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FreshDatabase.class ? database(context) : server(context);
    }
}
