package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that turn an existing database into a recorded schema, compare SQL files, and begin a project. */
class ImportCommandsTest {
    private static final String SHOP_SQL = """
        CREATE TABLE account (id BIGINT NOT NULL COMMENT 'account id', name VARCHAR(64), `class` INT)
        PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 4;
        CREATE VIEW active AS SELECT id, name FROM account WHERE `class` > 0;
        CREATE TABLE dim_day (day DATE NOT NULL) DUPLICATE KEY (day) DISTRIBUTED BY HASH (day) BUCKETS 1
        """;

    @TempDir
    private Path folder;

    private String pullShop(CommandProject project, String... arguments) {
        String[] command = new String[arguments.length + 5];
        command[0] = "pull";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        command[arguments.length + 1] = "--package=shop";
        command[arguments.length + 2] = "--root=Shop";
        command[arguments.length + 3] = "--schema=shop";
        command[arguments.length + 4] = "--sources=" + project.sources();
        assertThat(project.cairn(command)).as(project::err).isZero();
        return project.out();
    }

    private Path writeSql(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void anExistingDatabaseIsPulledRecordedAndBaselined() throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Statement statement = connection.createStatement()) {
                for (String sql : SHOP_SQL.split(";", -1)) {
                    statement.execute(sql);
                }
            }
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            CommandProject project = new CommandProject(folder);
            assertThat(pullShop(project, url).lines()).hasSize(4).allMatch(line -> line.startsWith("Wrote "));
            assertThat(project.err()).isEmpty();
            project.compile();
            assertThat(project.cairn("diff", url, project.classes().toString()))
                    .as(project::out)
                    .isZero();
            assertThat(project.cairn("diff", project.classes().toString(), url))
                    .as(project::out)
                    .isZero();
            project.record("as it was").compile();
            project.environment.put("CAIRN_URL", url);
            assertThat(project.cairnWithClasses("baseline", "--yes"))
                    .as(project::err)
                    .isZero();
            assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
        }
    }

    /** Such a server shows the kind of an object as its comment. */
    @Test
    void theDefaultCommentsOfASharedDataServerAreOmitted() throws SQLException {
        Options options = Options.DEFAULT.profile(ServerProfile.DEFAULT.with(RunMode.SHARED_DATA));
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(options.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE account (id BIGINT NOT NULL) DUPLICATE KEY(id)"
                        + " DISTRIBUTED BY HASH(id) BUCKETS 2");
                statement.execute("CREATE MATERIALIZED VIEW copy DISTRIBUTED BY HASH(id) BUCKETS 2 REFRESH MANUAL"
                        + " AS SELECT id FROM account");
            }
            CommandProject project = new CommandProject(folder);
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            pullShop(project, url);
            assertThat(project.read("shop/Account.java") + project.read("shop/Copy.java"))
                    .doesNotContain("comment");
            project.compile();
            assertThat(project.cairn("diff", url, project.classes().toString()))
                    .as(project::out)
                    .isZero();
        }
    }

    /** The views of a database often read what other applications own. */
    @Test
    void relationsOfOtherDatabasesThatViewsReadArePulledAsExternalRecords() throws SQLException, IOException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            server.createDatabase("stock");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Statement statement = connection.createStatement()) {
                for (String sql : List.of(
                        "CREATE TABLE stock.`item-list` (id BIGINT NOT NULL, label VARCHAR(20), price DECIMAL(12, 3) NOT NULL,"
                                + " tags ARRAY<INT>, part STRUCT<a INT, b VARCHAR(5)>, raw JSON) DUPLICATE KEY (id)"
                                + " DISTRIBUTED BY HASH (id) BUCKETS 1",
                        "CREATE TABLE stock.unread (id BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1",
                        "CREATE VIEW stock.cheap AS SELECT id, label FROM stock.`item-list` WHERE price < 3",
                        "CREATE VIEW items AS SELECT id, label, price, tags, part, raw FROM stock.`item-list`",
                        "CREATE MATERIALIZED VIEW cheap_items DISTRIBUTED BY HASH (id) BUCKETS 1 REFRESH DEFERRED MANUAL AS"
                                + " SELECT a.id, b.label FROM stock.cheap AS a JOIN stock.`item-list` AS b ON a.id = b.id",
                        "CREATE VIEW above AS SELECT id FROM items")) {
                    statement.execute(sql);
                }
            }
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            CommandProject project = new CommandProject(folder);
            assertThat(pullShop(project, url))
                    .contains("ItemList.java", "Cheap.java")
                    .doesNotContain("Unread");
            assertThat(project.err()).isEmpty();
            assertThat(project.sources().resolve("shop/ItemList.java"))
                    .content()
                    .contains(
                            "@External(\"stock.`item-list`\")",
                            "long id",
                            "@Varchar(20) String label",
                            "@Decimal(precision = 12, scale = 3)",
                            "List<Integer> tags",
                            "record Part(");
            project.compile();
            assertThat(project.cairn("diff", url, project.classes().toString()))
                    .as(project::out)
                    .isZero();
        }
    }

    private static final String ROLES_SQL = """
        CREATE ROLE reader COMMENT 'it"s read only';
        CREATE ROLE shop_loader;
        CREATE ROLE second_line;
        CREATE ROLE elsewhere;
        CREATE ROLE auditor;
        CREATE DATABASE other;
        CREATE TABLE other.t (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1;
        GRANT SELECT ON TABLE shop.account TO ROLE reader;
        GRANT SELECT ON VIEW shop.active TO ROLE reader WITH GRANT OPTION;
        GRANT SELECT ON TABLE other.t TO ROLE reader;
        GRANT SELECT ON TABLE other.t TO ROLE elsewhere;
        GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE auditor;
        GRANT ALTER ON DATABASE other TO ROLE auditor;
        GRANT OPERATE ON SYSTEM TO ROLE auditor;
        GRANT elsewhere TO ROLE auditor;
        GRANT SELECT, INSERT ON ALL TABLES IN DATABASE shop TO ROLE shop_loader;
        GRANT SELECT ON ALL VIEWS IN ALL DATABASES TO ROLE shop_loader;
        GRANT CREATE TABLE, ALTER ON DATABASE shop TO ROLE shop_loader;
        GRANT ALL ON TABLE shop.dim_day TO ROLE shop_loader;
        GRANT OPERATE ON SYSTEM TO ROLE shop_loader;
        GRANT reader, second_line, db_admin TO ROLE shop_loader;
        CREATE USER jane;
        GRANT IMPERSONATE ON USER jane TO ROLE second_line;
        GRANT reader TO USER jane
        """;

    @Test
    void theRolesOfAnExistingDatabaseArePulledWithIt() throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Statement statement = connection.createStatement()) {
                for (String sql : (SHOP_SQL + ";" + ROLES_SQL).split(";", -1)) {
                    statement.execute(sql);
                }
            }
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            CommandProject project = new CommandProject(folder);
            assertThat(pullShop(project, url).lines())
                    .extracting(line -> line.substring(line.lastIndexOf('/') + 1))
                    .containsExactlyInAnyOrder(
                            "Account.java",
                            "Active.java",
                            "Auditor.java",
                            "DimDay.java",
                            "Elsewhere.java",
                            "Reader.java",
                            "ShopLoader.java",
                            "SecondLine.java",
                            "Shop.java");
            assertThat(project.err())
                    .contains(
                            "pulled incompletely: role second_line: the user 'jane'@'%' is now ${jane}, which needs a value")
                    .contains("pulled incompletely: role auditor: its privileges on SYSTEM, because the role is shared")
                    .contains("The users and groups that have the roles are not pulled: @GrantedTo declares them.");
            assertThat(project.sources().resolve("shop/SecondLine.java"))
                    .content()
                    .contains("@Grant(value = IMPERSONATE, onObject = \"USER ${jane}\")");
            assertThat(project.sources().resolve("shop/Reader.java")).content().contains("""
                    @Role(shared = true, comment = "it\\"s read only")
                    @Grant(value = SELECT, on = Account.class)
                    @Grant(value = SELECT, on = Active.class, withGrantOption = true)
                    public interface Reader {}
                    """);
            assertThat(project.sources().resolve("shop/Auditor.java")).content().contains("""
                    @Role(shared = true, includes = Elsewhere.class)
                    @Grant(value = SELECT, onAll = TABLES)
                    public interface Auditor {}
                    """);
            assertThat(project.sources().resolve("shop/Elsewhere.java"))
                    .content()
                    .contains("""
                    @Role(shared = true)
                    public interface Elsewhere {}
                    """);
            assertThat(project.sources().resolve("shop/ShopLoader.java")).hasContent("""
                    package shop;

                    import static dev.cairn.annotation.access.Grant.Kind.TABLES;
                    import static dev.cairn.annotation.access.Privilege.ALL;
                    import static dev.cairn.annotation.access.Privilege.ALTER;
                    import static dev.cairn.annotation.access.Privilege.CREATE_TABLE;
                    import static dev.cairn.annotation.access.Privilege.INSERT;
                    import static dev.cairn.annotation.access.Privilege.OPERATE;
                    import static dev.cairn.annotation.access.Privilege.SELECT;

                    import dev.cairn.annotation.access.Grant;
                    import dev.cairn.annotation.access.Role;

                    @Role(includes = {Reader.class, SecondLine.class}, includesNamed = "db_admin")
                    @Grant(value = {INSERT, SELECT}, onAll = TABLES)
                    @Grant(value = ALL, on = DimDay.class)
                    @Grant(value = SELECT, onObject = "ALL VIEWS IN ALL DATABASES")
                    @Grant(value = {CREATE_TABLE, ALTER}, onObject = "DATABASE ${database}")
                    @Grant(value = OPERATE, onObject = "SYSTEM")
                    public interface ShopLoader {}
                    """);
            project.compile();
            String janeOption = "--placeholder=jane=jane";
            for (String[] sides : new String[][] {
                {url, project.classes().toString()}, {project.classes().toString(), url}
            }) {
                assertThat(project.cairn("diff", sides[0], sides[1], janeOption))
                        .as(project::out)
                        .isZero();
            }
            project.record("as it was").compile();
            project.environment.put("CAIRN_URL", url);
            assertThat(project.cairnWithClasses("baseline", "--yes", janeOption))
                    .as(project::err)
                    .isZero();
            assertThat(project.cairnWithClasses("check", janeOption))
                    .as(project::out)
                    .isZero();

            CommandProject projectWithoutRoles = new CommandProject(folder.resolve("without"));
            assertThat(pullShop(projectWithoutRoles, url, "--no-roles")).doesNotContain("Reader.java");
        }
    }

    @Test
    void aSharedRoleOfAFileStaysShared() throws IOException {
        Path script = writeSql("shop.sql", """
            CREATE TABLE a (k INT) DISTRIBUTED BY HASH (k) BUCKETS 2;
            CREATE ROLE IF NOT EXISTS reader;
            GRANT SELECT ON TABLE a TO ROLE reader;
            GRANT SELECT ON ALL TABLES IN DATABASE other TO ROLE reader
            """);
        CommandProject project = new CommandProject(folder);
        pullShop(project, script.toString());
        assertThat(project.err())
                .contains("role reader: its privileges on ALL TABLES IN DATABASE other, because the role is shared");
        assertThat(project.read("shop/Reader.java")).contains("""
                @Role(shared = true)
                @Grant(value = SELECT, on = A.class)
                public interface Reader {}
                """);
        project.compile();
    }

    /**
     * A record that is kept would get the properties of a new root, and new records need those of a root that is kept.
     */
    @Test
    void theRootDeclaresSharedPropertiesOnlyInANewPackage() throws IOException {
        Path script = writeSql("shop.sql", """
            CREATE TABLE a (k INT) DISTRIBUTED BY HASH (k) BUCKETS 2 PROPERTIES ('replication_num' = '2');
            CREATE TABLE b (k INT) DISTRIBUTED BY HASH (k) BUCKETS 2 PROPERTIES ('replication_num' = '2')
            """);
        CommandProject newProject = new CommandProject(folder.resolve("fresh"));
        pullShop(newProject, script.toString());
        assertThat(newProject.sources().resolve("shop/Shop.java"))
                .content()
                .contains("@Property(name = \"replication_num\"");
        assertThat(newProject.sources().resolve("shop/A.java")).content().doesNotContain("@Property");

        CommandProject existingProject = new CommandProject(folder.resolve("existing"));
        existingProject.write("shop/A.java", "package shop;\n\nrecord A() {}\n");
        pullShop(existingProject, script.toString());
        assertThat(existingProject.sources().resolve("shop/Shop.java"))
                .content()
                .doesNotContain("@Property");
        assertThat(existingProject.sources().resolve("shop/B.java"))
                .content()
                .contains("@Property(name = \"replication_num\"");
    }

    @Test
    void filesOfSqlArePulledWithoutChangingExistingFiles() throws IOException {
        CommandProject project = new CommandProject(folder);
        String existingRecord = "package shop;\n\nrecord Account() {}\n";
        project.write("shop/Account.java", existingRecord);
        Path script = writeSql("shop.sql", SHOP_SQL);
        String out = pullShop(project, script.toString(), "--exclude", "dim_*");
        assertThat(out).contains("Active.java", "Shop.java").doesNotContain("DimDay");
        assertThat(project.err()).contains("exists already: ", "Account.java");
        assertThat(project.sources().resolve("shop/Account.java")).hasContent(existingRecord);

        out = pullShop(project, script.toString(), "--include", "dim_*");
        assertThat(out.lines()).singleElement().asString().contains("DimDay.java");
        assertThat(project.err()).contains("Shop already exists. Add to its list: DimDay.class");
    }

    @Test
    void aPullIntoANullMarkedPackageReportsWhatToAdd() throws IOException {
        CommandProject project = new CommandProject(folder);
        project.write("shop/package-info.java", "@org.jspecify.annotations.NullMarked\npackage shop;\n");
        pullShop(project, writeSql("shop.sql", SHOP_SQL).toString());
        assertThat(project.err()).contains("The package shop is @NullMarked", "add @Nullable");
    }

    @Test
    void namesThatAreTooLongForFilesAreShortened() throws IOException {
        CommandProject project = new CommandProject(folder);
        String table = "t".repeat(1000);
        String column = "量".repeat(300);
        Path script = writeSql(
                "shop.sql",
                "CREATE TABLE " + table + " (id BIGINT NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1;"
                        + "CREATE TABLE " + table + "2 (id BIGINT NOT NULL, `" + column
                        + "` STRUCT<a INT, b STRUCT<c INT>>)"
                        + " PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
        assertThat(pullShop(project, script.toString()).lines()).hasSize(3);
        project.compile();
        assertThat(project.cairn("diff", script.toString(), project.classes().toString()))
                .as(project::out)
                .isZero();
    }

    @Test
    void nothingIsWrittenIfAFileCannotBeWritten() throws IOException {
        CommandProject project = new CommandProject(folder);
        Path script = writeSql("shop.sql", SHOP_SQL);
        Files.createDirectories(project.sources());
        Files.writeString(project.sources().resolve("shop"), "a file where the package would be");
        assertThat(project.cairn(
                        "pull", "--definitions", script.toString(), "--package=shop", "--sources=" + project.sources()))
                .isEqualTo(1);
        assertThat(project.err())
                .contains("Nothing was pulled: the file of shop.account can't be written: ")
                .contains("something of another kind exists at ");
        assertThat(project.out()).isEmpty();
    }

    @Test
    void objectsThatCannotBePulledAreReported() throws IOException {
        CommandProject project = new CommandProject(folder);
        Path script = writeSql("shop.sql", "CREATE VIEW lost AS SELECT x FROM nowhere;" + SHOP_SQL);
        pullShop(project, script.toString(), "--exclude", "account", "--exclude", "lost");
        assertThat(project.err())
                .contains("not pulled: " + script + ":1: CREATE VIEW lost", "nowhere")
                .contains("not pulled: shop.active: ");
        assertThat(project.cairn("pull", script.toString(), "--package=p", "--include=none"))
                .isEqualTo(1);
        assertThat(project.err()).contains("There is nothing to pull");
    }

    @Test
    void inactiveMaterializedViewsArePulledAndReported() throws IOException {
        CommandProject project = new CommandProject(folder);
        Path script = writeSql("shop.sql", SHOP_SQL + """
            ;
            CREATE MATERIALIZED VIEW idle DISTRIBUTED BY HASH (id) BUCKETS 1 REFRESH MANUAL
            AS SELECT id, count(*) AS n FROM account GROUP BY id;
            ALTER MATERIALIZED VIEW idle INACTIVE;
            """);
        assertThat(pullShop(project, script.toString())).contains("Idle.java");
        assertThat(project.err().strip())
                .isEqualTo("pulled incompletely: shop.idle: its state: it is inactive (user use alter materialized view"
                        + " set status to inactive), but declared views are active");
        project.compile();
        assertThat(project.cairn("diff", script.toString(), project.classes().toString()))
                .isEqualTo(3);
        assertThat(project.out().strip()).isEqualTo("ALTER MATERIALIZED VIEW `idle` ACTIVE;");
    }

    @Test
    void filesOfSqlAreComparedInBothDirections() throws IOException {
        CommandProject project = new CommandProject(folder);
        String before = writeSql("before.sql", "CREATE TABLE a (k INT, v INT) DUPLICATE KEY (k)")
                .toString();
        String after = writeSql("after.sql", "CREATE TABLE a (k INT, v INT, w INT) DUPLICATE KEY (k)")
                .toString();
        assertThat(project.cairn("diff", before, after)).isEqualTo(3);
        assertThat(project.out()).contains("ALTER TABLE `a` ADD COLUMN `w` int(11) NULL");
        assertThat(project.cairn("diff", after, before)).isEqualTo(3);
        assertThat(project.out()).contains("-- destructive: drops a.w", "DROP COLUMN `w`");
        assertThat(project.cairn("diff", after, after)).isZero();
        assertThat(project.cairn("diff", after, "nowhere")).isEqualTo(2);
        assertThat(project.err()).startsWith("There is no nowhere: pass a URL");
    }

    @Test
    void fmtPrintsSqlAsTheServerShowsIt() throws IOException {
        CommandProject project = new CommandProject(folder);
        Path file = writeSql("shop.sql", "create table a (k int) -- a comment\n; alter table a comment = 'x';");
        assertThat(project.cairn("fmt", file.toString())).isZero();
        assertThat(project.out())
                .startsWith("CREATE TABLE `a` (\n  `k` int(11) NULL COMMENT \"\"\n) ENGINE=OLAP")
                .endsWith("ALTER TABLE `a` COMMENT = \"x\";\n\n");
        assertThat(project.cairn("fmt", "--json", file.toString())).isZero();
        assertThat(project.out())
                .startsWith("{\"file\":\"" + file + "\",\"statements\":[\"CREATE TABLE `a`")
                .endsWith("],\"notes\":[]}\n");
        writeSql("wrong.sql", "CREATE TABLE a (k DECIMALS)");
        assertThat(project.cairn("fmt", folder.resolve("wrong.sql").toString())).isEqualTo(1);
        assertThat(project.err()).contains("wrong.sql: ", "DECIMALS");
    }

    @Test
    void aNewProjectCompilesAndIsRecorded() {
        CommandProject project = new CommandProject(folder.resolve("web-shop"));
        assertThat(project.cairn("init", project.folder.toString()))
                .as(project::err)
                .isZero();
        assertThat(project.out().lines()).hasSize(5);
        assertThat(project.folder.resolve(".gitignore")).hasContent("/target/");
        assertThat(project.folder.resolve("pom.xml"))
                .content()
                .contains(
                        "<artifactId>web_shop</artifactId>",
                        "<cairn.version>" + Cairn.readVersion() + "</cairn.version>");
        assertThat(Cairn.readVersion()).matches("\\d+\\.\\d+\\.\\d+\\S*");
        assertThat(project.cairn("init", project.folder.toString())).isZero();
        assertThat(project.out()).isEmpty();
        assertThat(project.err().lines()).hasSize(5).allMatch(line -> line.startsWith("exists already: "));
        CommandProject recordedProject = project.withSources("src/main/java");
        recordedProject.record("initial").compile();
        assertThat(recordedProject.cairnWithClasses("heads")).isZero();
        assertThat(recordedProject.out()).startsWith("web_shop: V0001Initial h1:");
        assertThat(project.cairn("init", project.folder.toString(), "--build=gradle"))
                .isZero();
        assertThat(project.out()).contains("build.gradle.kts");
        assertThat(project.err()).contains("exists already: " + project.folder.resolve(".gitignore"));
        assertThat(project.folder.resolve(".gitignore")).hasContent("/target/");
        assertThat(project.folder.resolve("build.gradle.kts"))
                .content()
                .contains("annotationProcessor(\"dev.cairn:cairn-processor:" + Cairn.readVersion() + "\")");
        assertThat(project.cairn("init", project.folder.toString(), "--build=gradle", "--dsl=groovy"))
                .isZero();
        assertThat(project.folder.resolve("build.gradle"))
                .content()
                .contains("annotationProcessor 'dev.cairn:cairn-processor:" + Cairn.readVersion() + "'");
        assertThat(project.cairn("init", "--dsl=groovy")).isEqualTo(2);
        assertThat(project.cairn("init", "--package=a-b")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "account-table", "schema", "_", "string", "integer"})
    void aNewProjectCompilesWhenItsFolderHasTheNameOfAnotherType(String name) {
        CommandProject project = new CommandProject(folder.resolve(name));
        assertThat(project.cairn("init", project.folder.toString()))
                .as(project::err)
                .isZero();
        assertThat(project.out().lines()).hasSize(5);
        CommandProject recordedProject = project.withSources("src/main/java");
        recordedProject.record("initial").compile();
        assertThat(recordedProject.cairnWithClasses("heads")).isZero();
        assertThat(recordedProject.out()).contains(": V0001Initial h1:");
    }

    @Test
    void aFolderWithTheNameOfAKeywordNeedsAPackage() {
        CommandProject project = new CommandProject(folder.resolve("class"));
        assertThat(project.cairn("init", project.folder.toString())).isEqualTo(2);
        assertThat(project.err()).contains("'com.example.class'", "--package=com.acme.shop");
        assertThat(project.cairn("init", project.folder.toString(), "--package=com.acme.shop"))
                .as(project::err)
                .isZero();
        project.withSources("src/main/java").record("initial").compile();
    }

    @Test
    void assumedPropertiesOfATableWithASynchronousViewAreNotPulled() throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE sale (day DATE NOT NULL, amount INT) DUPLICATE KEY (day)"
                        + " DISTRIBUTED BY HASH (day) BUCKETS 4");
                statement.execute("CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) FROM sale GROUP BY day");
            }
            CommandProject project = new CommandProject(folder);
            pullShop(project, "starrocks://root@127.0.0.1:" + server.port() + "/shop");
            assertThat(project.read("shop/Sale.java"))
                    .doesNotContain("compression", "fast_schema_evolution", "replicated_storage");
        }
    }
}
