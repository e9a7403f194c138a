package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.SchemaDescriptor;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A downgrade leaves a column wider than its migration declares; other steps about this column run all the same. */
class KeptTypesTest {
    private static final MigratorOptions OPTIONS = World.options().consent(Consent.DESTRUCTIVE);

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private static RecordedHistory createHistory(String columns) {
        return new RecordedHistory("shop")
                .statements(
                        "table",
                        List.of("CREATE TABLE t (id BIGINT NOT NULL, " + columns
                                + ") PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1"),
                        List.of("DROP TABLE t"));
    }

    static Stream<Arguments> histories() {
        String rename = "ALTER TABLE t RENAME COLUMN a TO b";
        String renameBack = "ALTER TABLE t RENAME COLUMN b TO a";
        return Stream.of(
                Arguments.of(
                        "renamed and widened",
                        createHistory("a VARCHAR(34) NULL")
                                .statements(
                                        "both",
                                        List.of(rename, "ALTER TABLE t MODIFY COLUMN b VARCHAR(40) NULL"),
                                        List.of("-- keeps: t.a as varchar(40)", renameBack))
                                .schema()),
                Arguments.of(
                        "renamed, then widened",
                        createHistory("a VARCHAR(34) NULL")
                                .statements("rename", List.of(rename), List.of(renameBack))
                                .statements(
                                        "widen",
                                        List.of("ALTER TABLE t MODIFY COLUMN b VARCHAR(40) NULL"),
                                        List.of("-- keeps: t.b as varchar(40)"))
                                .schema()),
                Arguments.of(
                        "commented, then widened",
                        createHistory("a VARCHAR(34) NULL")
                                .statements(
                                        "comment",
                                        List.of("ALTER TABLE t MODIFY COLUMN a COMMENT 'x'"),
                                        List.of("ALTER TABLE t MODIFY COLUMN a COMMENT ''"))
                                .statements(
                                        "widen",
                                        List.of("ALTER TABLE t MODIFY COLUMN a VARCHAR(40) NULL COMMENT 'x'"),
                                        List.of("-- keeps: t.a as varchar(40)"))
                                .schema()),
                Arguments.of(
                        "made nullable, then widened",
                        createHistory("a INT NOT NULL")
                                .statements(
                                        "nullable",
                                        List.of("ALTER TABLE t MODIFY COLUMN a INT NULL"),
                                        List.of(
                                                "CREATE TABLE t__cairn_new (id BIGINT NOT NULL, a INT NOT NULL)"
                                                        + " PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1",
                                                "INSERT INTO t__cairn_new (id, a) SELECT id, a FROM t",
                                                "ALTER TABLE t SWAP WITH t__cairn_new",
                                                "DROP TABLE t__cairn_new"))
                                .statements(
                                        "widen",
                                        List.of("ALTER TABLE t MODIFY COLUMN a BIGINT NULL"),
                                        List.of("-- keeps: t.a as bigint(20)"))
                                .schema()),
                Arguments.of(
                        "moved, then widened",
                        createHistory("a INT NULL, c INT NULL")
                                .statements(
                                        "move",
                                        List.of("ALTER TABLE t MODIFY COLUMN a INT NULL AFTER c"),
                                        List.of("ALTER TABLE t MODIFY COLUMN a INT NULL AFTER id"))
                                .statements(
                                        "widen",
                                        List.of("ALTER TABLE t MODIFY COLUMN a BIGINT NULL"),
                                        List.of("-- keeps: t.a as bigint(20)"))
                                .schema()),
                Arguments.of(
                        "widened and moved",
                        createHistory("a INT NULL, c INT NULL")
                                .statements(
                                        "both",
                                        List.of("ALTER TABLE t MODIFY COLUMN a BIGINT NULL AFTER c"),
                                        List.of(
                                                "-- keeps: t.a as bigint(20)",
                                                "ALTER TABLE t MODIFY COLUMN c INT NULL AFTER a"))
                                .schema()),
                Arguments.of(
                        "widened with a comment, then widened",
                        createHistory("a INT NULL")
                                .statements(
                                        "default",
                                        List.of("ALTER TABLE t MODIFY COLUMN a BIGINT NULL COMMENT 'x'"),
                                        List.of(
                                                "-- keeps: t.a as bigint(20)",
                                                "ALTER TABLE t MODIFY COLUMN a COMMENT ''"))
                                .statements(
                                        "widen",
                                        List.of("ALTER TABLE t MODIFY COLUMN a LARGEINT NULL COMMENT 'x'"),
                                        List.of("-- keeps: t.a as largeint(40)"))
                                .schema()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("histories")
    void upgradesAndDowngradesRunAfterEachOther(String name, SchemaDescriptor schema) throws SQLException {
        Migrator migrator = world.createMigrator(schema, OPTIONS);
        migrator.upgrade();
        String lastDefinition = readDefinition();
        for (int number = 1; number < schema.lastMigrationNumber(); number++) {
            migrator.downgradeTo(number);

            migrator.upgrade();

            assertThat(readDefinition()).isEqualTo(lastDefinition);
        }
    }

    private String readDefinition() throws SQLException {
        return world.queryRows("SHOW CREATE TABLE t").toString();
    }
}
