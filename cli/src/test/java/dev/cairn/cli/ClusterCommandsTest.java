package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects of a cluster are pulled, recorded, upgraded and checked like tables. */
class ClusterCommandsTest {
    private static final String[] PLACEHOLDER_OPTIONS = {
        "--placeholder=shop_volume_aws_s3_access_key=AKIAIOSFODNN7",
        "--placeholder=shop_volume_aws_s3_secret_key=wJalrXUtnFEMI",
        "--placeholder=lake_aws_s3_secret_key=xYzzyPlugh",
        "--placeholder=export_aws_s3_access_key=AKIA",
        "--placeholder=export_aws_s3_secret_key=hidden text",
        "--placeholder=export_aws_s3_secret_key_2=hidden words"
    };

    @TempDir
    Path folder;

    @AutoClose
    private EmbeddedStarRocks server;

    @BeforeEach
    void startServer() throws SQLException {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        execute(
                "CREATE TABLE orders (id INT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2 PROPERTIES"
                        + " ('replication_num' = '1')",
                "CREATE RESOURCE GROUP etl TO (user = 'loader', query_type IN ('insert')), (role = 'etl', source_ip ="
                        + " '10.0.0.0/8') WITH ('mem_limit' = '0.3', 'cpu_weight_percent' = '20', 'mem_pool' = 'shared',"
                        + " 'big_query_mem_limit' = '5000000000')",
                "CREATE STORAGE VOLUME shop_volume TYPE = S3 LOCATIONS = ('s3://a/', 's3://b/') COMMENT 'it''s' PROPERTIES"
                        + " ('aws.s3.access_key' = 'AKIAIOSFODNN7', 'aws.s3.secret_key' = 'wJalrXUtnFEMI', 'enabled' = 'false')",
                "CREATE EXTERNAL CATALOG Lake COMMENT 'the lake' PROPERTIES ('type' = 'hive', 'hive.metastore.uris' ="
                        + " 'thrift://h:9083', 'aws.s3.secret_key' = 'xYzzyPlugh')");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void aPulledObjectMayHaveTheNameOfItsAnnotation() throws IOException, SQLException {
        execute(
                "CREATE RESOURCE GROUP resource_group TO (user = 'loader') WITH ('mem_limit' = '1', 'cpu_weight' = '4')");
        CommandProject project = new CommandProject(folder);
        String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
        assertThat(project.cairn("pull", url, "--package=shop", "--cluster", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.read("shop/ResourceGroupObject.java")).contains("public interface ResourceGroupObject");
        project.compile();
    }

    @Test
    void aPulledClusterHasNoDrift() throws IOException, SQLException {
        String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("pull", url, "--package=shop", "--cluster", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.read("shop/Etl.java")).contains("""
                @ResourceGroup(
                        classifiers = {
                            @ResourceGroup.Classifier(role = "etl", sourceIp = "10.0.0.0/8"),
                            @ResourceGroup.Classifier(user = "loader", queryType = "insert")
                        },
                        bigQueryMemLimit = 5000000000L,
                        cpuWeightPercent = 20,
                        memLimit = "30%",
                        properties = @Property(name = "mem_pool", value = "shared"))
                public interface Etl {}
                """);
        assertThat(project.read("shop/ShopVolume.java"))
                .contains(
                        "locations = {\"s3://a/\", \"s3://b/\"}",
                        "@Property(name = \"aws.s3.secret_key\", value = \"${shop_volume_aws_s3_secret_key}\")")
                .doesNotContain("wJalr", "AKIA");
        assertThat(project.read("shop/Lake.java")).contains("name = \"Lake\"", "value = \"${lake_aws_s3_secret_key}\"");
        assertThat(project.err())
                .contains(
                        "its aws.s3.secret_key is now ${shop_volume_aws_s3_secret_key}, which needs a value",
                        "its aws.s3.secret_key is now ${lake_aws_s3_secret_key}, which needs a value");

        project.compile();
        assertThat(project.cairn("diff", url, project.classes().toString()))
                .as(project::out)
                .isZero();
        Path settings = folder.resolve("shop.properties");
        Files.writeString(settings, "placeholder.lake_aws_s3_secret_key = aVeryDifferentOnez");
        assertThat(project.cairn("diff", url, project.classes().toString(), "--config=" + settings))
                .isEqualTo(3);
        assertThat(project.out()).contains("ALTER CATALOG `Lake`").doesNotContain("aVery");
        Files.writeString(settings, "placeholder.lake_aws_s3_secret_key = xYzzyPlugh");
        assertThat(project.cairn("diff", url, project.classes().toString(), "--config=" + settings))
                .as(project::out)
                .isZero();
        project.record("as it was").compile();
        project.environment.put("CAIRN_URL", url);
        assertThat(project.cairnWithClasses(
                        "baseline", "--yes", PLACEHOLDER_OPTIONS[0], PLACEHOLDER_OPTIONS[1], PLACEHOLDER_OPTIONS[2]))
                .as(project::err)
                .isZero();
        assertThat(project.cairnWithClasses(
                        "check", PLACEHOLDER_OPTIONS[0], PLACEHOLDER_OPTIONS[1], PLACEHOLDER_OPTIONS[2]))
                .as(project::out)
                .isZero();

        execute("ALTER RESOURCE GROUP etl WITH ('concurrency_limit' = '3')");
        assertThat(project.cairnWithClasses(
                        "check", PLACEHOLDER_OPTIONS[0], PLACEHOLDER_OPTIONS[1], PLACEHOLDER_OPTIONS[2]))
                .isEqualTo(3);
        assertThat(project.out()).contains("resource group etl", "concurrency_limit");
        execute("ALTER RESOURCE GROUP etl WITH ('concurrency_limit' = '0')");

        execute("ALTER CATALOG Lake SET ('aws.s3.secret_key' = 'aVeryDifferentOnez')");
        Path report = folder.resolve("check.md");
        for (String outputOption : new String[] {"--json", "--no-color", "--report=" + report}) {
            assertThat(project.cairnWithClasses(
                            "check",
                            outputOption,
                            PLACEHOLDER_OPTIONS[0],
                            PLACEHOLDER_OPTIONS[1],
                            PLACEHOLDER_OPTIONS[2]))
                    .isEqualTo(3);
            assertThat(project.out() + (Files.exists(report) ? Files.readString(report) : ""))
                    .contains("aws.s3.secret_key: is another secret than expected ('***')")
                    .doesNotContain("aV", "ez", "wJ", "xY");
        }
        execute("ALTER CATALOG Lake SET ('aws.s3.secret_key' = 'xYzzyPlugh')");

        execute("DROP CATALOG Lake");
        for (String outputOption : new String[] {"--json", "--no-color"}) {
            assertThat(project.cairnWithClasses(
                            "check",
                            outputOption,
                            PLACEHOLDER_OPTIONS[0],
                            PLACEHOLDER_OPTIONS[1],
                            PLACEHOLDER_OPTIONS[2]))
                    .isEqualTo(3);
            assertThat(project.out())
                    .contains(
                            "CREATE EXTERNAL CATALOG",
                            "'***'".replace("'", outputOption.equals("--json") ? "\\\"" : "\""))
                    .doesNotContain("wJalr");
        }
        execute("CREATE EXTERNAL CATALOG Lake COMMENT 'the lake' PROPERTIES ('type' = 'hive', 'hive.metastore.uris' ="
                + " 'thrift://h:9083', 'aws.s3.secret_key' = 'xYzzyPlugh')");

        Path etl = project.sources().resolve("shop/Etl.java");
        Files.writeString(
                etl, Files.readString(etl).replace("30%", "40%").replace("cpuWeightPercent = 20", "cpuWeight = 3"));
        project.record("more memory").compile();
        assertThat(project.cairnWithClasses(
                        "upgrade", PLACEHOLDER_OPTIONS[0], PLACEHOLDER_OPTIONS[1], PLACEHOLDER_OPTIONS[2]))
                .as(project::err)
                .isZero();
        assertThat(project.cairnWithClasses(
                        "check", PLACEHOLDER_OPTIONS[0], PLACEHOLDER_OPTIONS[1], PLACEHOLDER_OPTIONS[2]))
                .as(project::out)
                .isZero();
        assertThat(project.cairnWithClasses(
                        "plan", PLACEHOLDER_OPTIONS[0], PLACEHOLDER_OPTIONS[1], PLACEHOLDER_OPTIONS[2]))
                .as(project::out)
                .isZero();

        assertThat(project.cairnWithClasses("grants")).as(project::err).isZero();
        assertThat(project.out())
                .contains(
                        "GRANT CREATE EXTERNAL CATALOG, CREATE RESOURCE GROUP, CREATE STORAGE VOLUME ON SYSTEM TO ROLE",
                        "GRANT USAGE ON ALL CATALOGS TO ROLE",
                        "GRANT USAGE ON STORAGE VOLUME `shop_volume` TO ROLE");

        assertThat(project.cairn(
                        "checkpoint",
                        "--delete",
                        "--release=shop 1",
                        "--sources",
                        project.sources().toString()))
                .as(project::err)
                .isZero();
        project.compile();
        assertThat(project.cairnWithClasses(
                        "check", PLACEHOLDER_OPTIONS[0], PLACEHOLDER_OPTIONS[1], PLACEHOLDER_OPTIONS[2]))
                .as(project::out)
                .isZero();
    }

    /** No ALTER statement changes the comment of a catalog. */
    @Test
    void theLinterReportsTheLossesOfACatalogThatIsCreatedAgain() throws IOException {
        CommandProject project = new CommandProject(folder).writeShop("long id");
        project.write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = Account.class, cluster = Lake.class)
                public interface Shop {}
                """);
        String lakeSource = """
                package shop;
                import dev.cairn.annotation.*;
                import dev.cairn.annotation.cluster.*;
                @ExternalCatalog(type = "hive", properties = @Property(name = "hive.metastore.uris", value = "thrift://h:9083"))
                interface Lake {}
                """;
        project.write("shop/Lake.java", lakeSource).record("initial");
        project.write("shop/Lake.java", lakeSource.replace("\"hive\", ", "\"hive\", comment = \"the lake\", "));
        assertThat(project.cairn("record", "comment", "--destructive", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        project.compile();
        assertThat(project.cairnWithClasses("lint")).isEqualTo(3);
        assertThat(project.out())
                .contains(
                        "the statement drops external catalog lake with the privileges on it and on what is in it",
                        "Nothing in the other system is lost.",
                        "run the statements of \"cairn grants\"");
    }

    @Test
    void anImpossibleChangeIsRefusedAtTheTypeThatDeclaresTheObject() {
        CommandProject project = new CommandProject(folder).writeShop("long id");
        String volumeAnnotation = "@StorageVolume(name = \"v\", type = \"HDFS\", locations = \"hdfs://one\")";
        String volumesSource = """
                package shop;
                import dev.cairn.annotation.*;
                import dev.cairn.annotation.cluster.*;

                interface Volumes {
                    /** Holds the rows. */
                    %s
                    interface Rows {}
                }
                """;
        project.write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = Account.class, cluster = Volumes.Rows.class)
                public interface Shop {}
                """);
        project.write("shop/Volumes.java", volumesSource.formatted(volumeAnnotation))
                .record("initial");
        project.write("shop/Volumes.java", volumesSource.formatted(volumeAnnotation.replace("one", "two")));
        assertThat(project.cairn("record", "elsewhere", "--sources=" + project.sources()))
                .isEqualTo(1);
        assertThat(project.err())
                .isEqualTo("Nothing was written:\n  " + project.sources().resolve("shop/Volumes.java")
                        + ":7: storage volume v: tables may have their rows in it; create another storage volume"
                        + " (not possible)\n");
    }

    @Test
    void aPulledRoutineLoadHasNoDrift() throws IOException, SQLException {
        execute(
                "CREATE TABLE clicks (id INT NOT NULL, total BIGINT, `order` INT) DUPLICATE KEY (id) PARTITION BY RANGE (id)"
                        + " (PARTITION p1 VALUES LESS THAN ('10'), PARTITION p2 VALUES LESS THAN ('20'))"
                        + " DISTRIBUTED BY HASH (id) BUCKETS 2 PROPERTIES ('replication_num' = '1')",
                "CREATE ROUTINE LOAD load_clicks ON clicks COLUMNS (id, raw, `order`, total = (concat(raw, ',', 1) + 7) * 100),"
                        + " PARTITION (p2, p1), WHERE id > 0 AND total < 5"
                        + " PROPERTIES ('format' = 'json', 'max_error_number' = '7') FROM KAFKA ('kafka_broker_list' ="
                        + " 'kafka:9092', 'kafka_topic' = 'clicks', 'property.sasl.password' = 'hidden')",
                "CREATE ROUTINE LOAD load_orders ON orders FROM PULSAR ('pulsar_service_url' = 'pulsar://h:6650',"
                        + " 'pulsar_topic' = 'orders', 'pulsar_subscription' = 'shop')",
                "CREATE DICTIONARY totals USING clicks (id KEY, `order` KEY, total VALUE)",
                "CREATE DATABASE other",
                "USE other",
                "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 2 PROPERTIES"
                        + " ('replication_num' = '1')",
                "CREATE DICTIONARY elsewhere USING t (k KEY, v VALUE)");
        String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("pull", url, "--package=shop", "--cluster", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.read("shop/LoadClicks.java")).contains("").doesNotContain("hidden");
        assertThat(project.read("shop/LoadOrders.java"))
                .contains("table = Orders.class", "from = RoutineLoad.Source.PULSAR");
        assertThat(project.err())
                .contains(
                        "its property.sasl.password is now ${load_clicks_property_sasl_password}, which needs a value",
                        "routine load shop.load_orders: the server does not show its 'columns': complete the annotation",
                        "routine load shop.load_clicks: parentheses in the expressions of total, because the server prints none:"
                                + " compare them with the statement that created it",
                        "dictionary totals: the server does not show its 'properties': complete the annotation");
        assertThat(project.read("shop/Totals.java")).contains("""
                @Dictionary(table = Clicks.class, keys = {"id", "order"}, values = "total")
                public interface Totals {}
                """);
        assertThat(project.err()).doesNotContain("elsewhere");

        project.compile();
        project.record("as it was").compile();
        project.environment.put("CAIRN_URL", url);
        String password = "--placeholder=load_clicks_property_sasl_password=hidden";
        assertThat(project.cairnWithClasses(
                        "baseline",
                        "--yes",
                        PLACEHOLDER_OPTIONS[0],
                        PLACEHOLDER_OPTIONS[1],
                        PLACEHOLDER_OPTIONS[2],
                        password))
                .as(project::err)
                .isZero();
        assertThat(project.cairnWithClasses(
                        "check", PLACEHOLDER_OPTIONS[0], PLACEHOLDER_OPTIONS[1], PLACEHOLDER_OPTIONS[2], password))
                .as(project::out)
                .isZero();
        execute(
                "PAUSE ROUTINE LOAD FOR load_clicks",
                "ALTER ROUTINE LOAD FOR load_clicks PROPERTIES ('max_error_number' = '8')");
        assertThat(project.cairnWithClasses(
                        "check", PLACEHOLDER_OPTIONS[0], PLACEHOLDER_OPTIONS[1], PLACEHOLDER_OPTIONS[2], password))
                .isEqualTo(3);
        assertThat(project.out()).contains("routine load shop.load_clicks", "max_error_number");
    }

    @Test
    void aPulledFunctionHasNoDrift() throws IOException, SQLException {
        execute(
                "CREATE FUNCTION mask(STRING, INT) RETURNS STRING PROPERTIES ('symbol' = 'shop.functions.Mask', 'type' ="
                        + " 'StarrocksJar', 'file' = 'http://jars/functions-1.jar')",
                "CREATE GLOBAL AGGREGATE FUNCTION mask(INT) RETURNS BIGINT PROPERTIES ('symbol' = 'shop.functions.Sum', 'type' ="
                        + " 'StarrocksJar', 'file' = 'http://jars/functions-1.jar')",
                "CREATE FUNCTION parts(STRING) RETURNS ARRAY<STRING> PROPERTIES ('symbol' = 'shop.functions.Parts', 'type' ="
                        + " 'StarrocksJar', 'file' = 'http://jars/functions-2.jar')",
                "CREATE TABLE FUNCTION words(STRING) RETURNS STRING PROPERTIES ('symbol' = 'shop.functions.Words', 'type' ="
                        + " 'StarrocksJar', 'file' = 'http://jars/functions-2.jar')",
                "CREATE VIEW word_list AS SELECT word FROM orders, words(CAST(id AS STRING)) AS list(word)",
                "CREATE FUNCTION joined(ARRAY<STRING>) RETURNS STRING PROPERTIES ('symbol' = 'shop.functions.Joined', 'type' ="
                        + " 'StarrocksJar', 'file' = 'http://jars/functions-1.jar')",
                "CREATE VIEW masked AS SELECT mask(CAST(id AS STRING), 1) AS masked_id FROM orders",
                "CREATE MATERIALIZED VIEW sums REFRESH DEFERRED MANUAL AS SELECT id, mask(id) AS total FROM orders GROUP BY"
                        + " id",
                "CREATE FUNCTION echo(INT) RETURNS INT type = 'Python' symbol = 'echo' file = 'inline' AS $$ x $$",
                "CREATE DATABASE other",
                "CREATE FUNCTION other.elsewhere(INT) RETURNS INT PROPERTIES ('symbol' = 'other.Else', 'type' = 'StarrocksJar',"
                        + " 'file' = 'http://jars/functions-1.jar')");
        String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("pull", url, "--package=shop", "--cluster", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.read("shop/Mask.java")).contains("""
                @Function(
                        arguments = {"STRING", "INT"},
                        returns = "STRING",
                        file = "${functions_1_jar}",
                        symbol = "shop.functions.Mask")
                public interface Mask {}
                """);
        assertThat(project.read("shop/Mask2.java"))
                .contains("@GlobalFunction(", "name = \"mask\"", "variant = \"AGGREGATE\"", "returns = \"BIGINT\"");
        assertThat(project.read("shop/Masked.java"))
                .contains("@View(query = \"SELECT mask(CAST(id AS STRING), 1) AS masked_id");
        assertThat(project.read("shop/Sums.java")).contains("mask(id) AS total");
        assertThat(project.err())
                .contains(
                        "its file is now ${functions_1_jar}, which needs a value",
                        "function shop.parts(STRING): the server does not show its 'returns': complete the annotation",
                        "global function mask(INT): the server does not show whether its property 'analytic' is 'true':"
                                + " if it is, add properties = @Property(name = \"analytic\", value = \"true\")",
                        "function shop.mask(STRING, INT): the server does not show whether its property 'isolation' is"
                                + " 'shared': if it is, add",
                        "Unknown table function 'words(VARCHAR(65533))'; complete the annotation of function"
                                + " shop.words(STRING), and write the record by hand",
                        "the server does not show the types of its arguments",
                        "function shop.echo(INT): it is not written in Java")
                .doesNotContain("elsewhere");
        Path parts = project.sources().resolve("shop/Parts.java");
        Files.writeString(
                parts, Files.readString(parts).replace("@Function(", "@Function(returns = \"ARRAY<STRING>\", "));
        Path words = project.sources().resolve("shop/Words.java");
        Files.writeString(words, Files.readString(words).replace("@Function(", "@Function(returns = \"STRING\", "));

        project.compile();
        project.record("as it was").compile();
        project.environment.put("CAIRN_URL", url);
        String[] jarOptions = {
            "--placeholder=functions_1_jar=http://jars/functions-1.jar",
            "--placeholder=functions_2_jar=http://jars/functions-2.jar"
        };
        assertThat(project.cairnWithClasses(
                        "baseline",
                        "--yes",
                        PLACEHOLDER_OPTIONS[0],
                        PLACEHOLDER_OPTIONS[1],
                        PLACEHOLDER_OPTIONS[2],
                        jarOptions[0],
                        jarOptions[1]))
                .as(project::err)
                .isZero();
        assertThat(project.cairnWithClasses(
                        "check",
                        PLACEHOLDER_OPTIONS[0],
                        PLACEHOLDER_OPTIONS[1],
                        PLACEHOLDER_OPTIONS[2],
                        jarOptions[0],
                        jarOptions[1]))
                .as(project::out)
                .isZero();
        assertThat(project.cairnWithClasses(
                        "check",
                        PLACEHOLDER_OPTIONS[0],
                        PLACEHOLDER_OPTIONS[1],
                        PLACEHOLDER_OPTIONS[2],
                        jarOptions[0].replace("-1.", "-3."),
                        jarOptions[1]))
                .isEqualTo(3);
        assertThat(project.out())
                .contains("function shop.mask(STRING, INT)", "CREATE OR REPLACE FUNCTION", "functions-3.jar");

        assertThat(project.cairnWithClasses("grants")).as(project::err).isZero();
        assertThat(project.out())
                .contains(
                        "CREATE GLOBAL FUNCTION",
                        "CREATE FUNCTION",
                        "ON ALL FUNCTIONS IN DATABASE `shop` TO ROLE",
                        "ON ALL GLOBAL FUNCTIONS TO ROLE");
    }

    @Test
    void tasksThatNoBackendListsAreNotPulled() throws SQLException {
        execute("SUBMIT TASK fill SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO orders SELECT 1");
        server.faults()
                .add(
                        Trigger.matching("(?s)SELECT .* FROM information_schema.tasks.*")
                                .every(),
                        Fault.reject(1064, "42000", "Backend node not found. Check if any backend node is down."));
        String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("pull", url, "--package=shop", "--cluster", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.err())
                .contains("not pulled: the server: task *: no backend answers, and only a backend lists objects of this"
                        + " kind");
        assertThat(project.out()).contains("Lake.java").doesNotContain("Fill");
    }

    @Test
    void aPulledTaskHasNoDrift() throws IOException, SQLException {
        execute(
                "CREATE TABLE sale (day DATE NOT NULL, amount BIGINT) DUPLICATE KEY (day) DISTRIBUTED BY HASH (day) BUCKETS 2"
                        + " PROPERTIES ('replication_num' = '1')",
                "CREATE TABLE total (day DATE NOT NULL, amount BIGINT) PRIMARY KEY (day) DISTRIBUTED BY HASH (day) BUCKETS 2"
                        + " PROPERTIES ('replication_num' = '1')",
                "CREATE VIEW recent AS SELECT day, amount FROM sale WHERE day > '2026-01-01'",
                "SUBMIT TASK sum_sales PROPERTIES ('session.query_timeout' = '60') SCHEDULE START('2026-01-01 03:00:00')"
                        + " EVERY(INTERVAL 1 DAY) AS\ninsert into total -- all\n  select day, sum(amount) from recent group by day",
                "SUBMIT TASK export SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO FILES('path' = 's3://acme/${day}/', 'format' ="
                        + " 'parquet', 'aws.s3.access_key' = 'AKIA', 'aws.s3.secret_key' = 'hidden text') SELECT day FROM FILES('path' = 's3://acme/days/',"
                        + " 'format' = 'parquet', 'aws.s3.secret_key' = 'hidden words')",
                "SUBMIT TASK Copy SCHEDULE EVERY(INTERVAL 10 SECOND) AS CREATE TABLE copy AS SELECT * FROM sale",
                "CREATE DATABASE other",
                "USE other",
                "SUBMIT TASK elsewhere SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO shop.total SELECT * FROM shop.sale");
        String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("pull", url, "--package=shop", "--cluster", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.read("shop/SumSales.java")).contains("""
                @Task(
                        start = "2026-01-01 03:00:00",
                        every = "1 DAY",
                        statement = "insert into total select day, sum(amount) from recent group by day",
                        properties = @Property(name = "session.query_timeout", value = "60"))
                public interface SumSales {}
                """);
        assertThat(project.read("shop/Export.java"))
                .contains(
                        "'s3://acme/$${day}/'",
                        "'${export_aws_s3_access_key}'",
                        "'aws.s3.secret_key' = '${export_aws_s3_secret_key}'",
                        "'aws.s3.secret_key' = '${export_aws_s3_secret_key_2}'");
        assertThat(project.err())
                .contains("its aws.s3.secret_key is now ${export_aws_s3_secret_key}, which needs a value")
                .doesNotContain("hidden");
        assertThat(project.read("shop/Copy.java")).contains("name = \"Copy\"", "every = \"10 SECOND\"");
        assertThat(project.err()).doesNotContain("elsewhere");

        project.compile();
        project.record("as it was").compile();
        assertThat(project.cairn("lineage", project.classes().toString(), "total.amount", "--up"))
                .as(project::err)
                .isZero();
        assertThat(project.out()).contains("from shop.sale.amount", "written by sum_sales");

        project.environment.put("CAIRN_URL", url);
        assertThat(project.cairnWithClasses(
                        "baseline",
                        "--yes",
                        PLACEHOLDER_OPTIONS[0],
                        PLACEHOLDER_OPTIONS[1],
                        PLACEHOLDER_OPTIONS[2],
                        PLACEHOLDER_OPTIONS[3],
                        PLACEHOLDER_OPTIONS[4],
                        PLACEHOLDER_OPTIONS[5]))
                .as(project::err)
                .isZero();
        assertThat(project.cairnWithClasses(
                        "check",
                        PLACEHOLDER_OPTIONS[0],
                        PLACEHOLDER_OPTIONS[1],
                        PLACEHOLDER_OPTIONS[2],
                        PLACEHOLDER_OPTIONS[3],
                        PLACEHOLDER_OPTIONS[4],
                        PLACEHOLDER_OPTIONS[5]))
                .as(project::out)
                .isZero();
        execute("ALTER TASK sum_sales SET ('session.query_timeout' = '70')", "DROP TASK Copy");
        assertThat(project.cairnWithClasses(
                        "check",
                        PLACEHOLDER_OPTIONS[0],
                        PLACEHOLDER_OPTIONS[1],
                        PLACEHOLDER_OPTIONS[2],
                        PLACEHOLDER_OPTIONS[3],
                        PLACEHOLDER_OPTIONS[4],
                        PLACEHOLDER_OPTIONS[5]))
                .isEqualTo(3);
        assertThat(project.out())
                .contains("task sum_sales", "session.query_timeout", "task Copy", "SUBMIT TASK `Copy`");

        assertThat(project.cairnWithClasses("grants")).as(project::err).isZero();
        assertThat(project.out()).contains("GRANT INSERT, SELECT ON ALL TABLES IN DATABASE `shop` TO ROLE");
    }

    @Test
    void aRoutineLoadOfATableThatIsNotPulledIsLeftOut() throws IOException, SQLException {
        execute(
                "CREATE TABLE clicks (id INT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2"
                        + " PROPERTIES ('replication_num' = '1')",
                "CREATE ROUTINE LOAD load_clicks ON clicks FROM KAFKA ('kafka_broker_list' = 'kafka:9092', 'kafka_topic' ="
                        + " 'clicks')");
        CommandProject project = new CommandProject(folder);
        String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
        assertThat(project.cairn(
                        "pull",
                        url,
                        "--package=shop",
                        "--cluster",
                        "--exclude=clicks",
                        "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.sources().resolve("shop/LoadClicks.java")).doesNotExist();
        assertThat(project.err()).contains("routine load shop.load_clicks", "its table shop.clicks is not declared");
        project.compile();
    }
}
