package dev.cairn.tooling.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.processor.SourceTree;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that is older than all known versions is read, and never changed. */
class ReadOnlyServerTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @TempDir
    private Path folder;

    @Test
    void anOlderServerIsCheckedAndComparedAndNotChanged() throws SQLException {
        SourceTree tree = new SourceTree(folder).with("""
                    package shop;
                    import dev.cairn.annotation.Schema;
                    @Schema(name = "shop", value = Account.class, server = "3.5")
                    public interface Shop {}
                    """).with(RecordedShop.renderAccount("long id"));
        RecordedShop.record(tree, "initial");
        tree.with(RecordedShop.renderAccount("long id, String note"));
        RecordedShop.record(tree, "note");
        try (EmbeddedStarRocks server =
                EmbeddedStarRocks.start(Options.DEFAULT.profile(ServerProfile.DEFAULT.with(Version.V3_5)))) {
            server.createDatabase("shop");
            DataSource source = server.dataSource("shop");
            Migrator.of(RecordedShop.loadSchema(tree), source).upgradeTo(1);
            Migrator oldServerMigrator = Migrator.of(
                    RecordedShop.loadSchema(tree),
                    withReportedVersion("3.4.2-abc", source),
                    MigratorOptions.DEFAULT.consent(Consent.DESTRUCTIVE));
            assertThat(oldServerMigrator.check().isEmpty()).isTrue();
            assertThat(oldServerMigrator.diff().isEmpty()).isFalse();
            assertThat(oldServerMigrator.status().pending()).hasSize(1);
            assertRefused(oldServerMigrator::upgrade);
            assertRefused(() -> oldServerMigrator.downgradeTo(0));
            server.createDatabase("unmanaged");
            Migrator unmanagedMigrator = Migrator.of(
                    RecordedShop.loadSchema(tree), withReportedVersion("3.4.2-abc", server.dataSource("unmanaged")));
            assertRefused(() -> unmanagedMigrator.baseline(1));
            assertRefused(unmanagedMigrator::upgrade);
            assertRefused(oldServerMigrator::apply);
            assertRefused(oldServerMigrator::createAll);
            assertThat(oldServerMigrator.status().pending()).hasSize(1);
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER TABLE account COMMENT = 'changed'");
            }
            assertThat(oldServerMigrator.check().isEmpty()).isFalse();
        }
    }

    private static void assertRefused(ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOf(WrongServerException.class).satisfies(MESSAGES::match);
    }

    /** Returns connections on which the server reports another version. */
    private static DataSource withReportedVersion(String version, DataSource source) {
        return createProxy(DataSource.class, source, version);
    }

    private static <T> T createProxy(Class<T> type, Object target, String version) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, passedArguments) -> {
                    Object[] arguments = passedArguments == null ? new Object[0] : passedArguments.clone();
                    if (arguments.length > 0 && arguments[0] instanceof String sql) {
                        arguments[0] = sql.replace("@@version_comment", "'" + version + "'");
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof Connection
                                ? createProxy(Connection.class, result, version)
                                : result instanceof Statement && method.getReturnType() == Statement.class
                                        ? createProxy(Statement.class, result, version)
                                        : result;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }
}
