package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Breadth;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the rules that cluster objects of every kind follow. */
@Tag(Breadth.LONG)
class ClusterObjectsTest {
    private static final int SEED_COUNT = Breadth.of(40, 500);

    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);
    private static final Session SESSION = new Session("shop");
    private static final Catalog CATALOG_WITH_TABLE = apply(
            Catalog.EMPTY.withDatabase(Database.of("shop")).withClusterObjects(ClusterObjects.MANAGED_EMPTY),
            RandomClusterObject.LOADED_TABLE);

    private static Catalog apply(Catalog catalog, String sql) {
        return ENGINE.apply(catalog, SESSION, Sql.parse(sql)).catalog();
    }

    private static ClusterObject createRandomObject(ClusterObjectKind kind, Random random, String name) {
        String sql =
                new RandomClusterObject(random).createStatement(kind, RandomClusterObject.toStatementName(kind, name));
        return apply(CATALOG_WITH_TABLE, sql)
                .clusterObjects()
                .find(kind, fullName(kind, name))
                .orElseThrow();
    }

    private static String fullName(ClusterObjectKind kind, String name) {
        return ClusterObject.fullName(
                kind,
                kind.isNamedInExternalDatabase() ? "lake.d" : "shop",
                RandomClusterObject.toStoredName(kind, name));
    }

    @ParameterizedTest
    @EnumSource(ClusterObjectKind.class)
    void theStatementOfAnObjectCreatesTheSameObject(ClusterObjectKind kind) {
        for (int seed = 0; seed < SEED_COUNT; seed++) {
            ClusterObject object = createRandomObject(kind, new Random(seed), "x");
            Catalog recreatedCatalog =
                    apply(CATALOG_WITH_TABLE, Sql.render(object.toCreateStatement(ExistingObjectPolicy.REFUSE)));
            assertThat(recreatedCatalog.clusterObjects().find(kind, fullName(kind, "x")))
                    .describedAs("seed %s", seed)
                    .contains(object);
        }
    }

    @ParameterizedTest
    @EnumSource(ClusterObjectKind.class)
    void shownObjectsAreReadBack(ClusterObjectKind kind) {
        for (int seed = 0; seed < SEED_COUNT; seed++) {
            ClusterObject object = createRandomObject(kind, new Random(seed), "x");
            ClusterObjectRules rules = ClusterObjectRules.of(kind);
            ClusterObjectRules.QueryExecutor server =
                    sql -> toRows(isListing(sql) ? rules.list(List.of(object)) : show(sql, rules, object));
            ClusterObject liveObject = rules.readObjects(server, Set.of("shop", "lake.d"), name -> true)
                    .get(rules.canonicalFullName(fullName(kind, "x")));
            assertThat(ClusterSecrets.restoreHiddenParts(object, liveObject))
                    .describedAs("seed %s", seed)
                    .isEqualTo(object);
        }
    }

    private static ClusterListing show(String sql, ClusterObjectRules rules, ClusterObject object) {
        return sql.startsWith("DESC `") ? rules.describe(object).orElseThrow() : rules.show(object);
    }

    private static boolean isListing(String sql) {
        return sql.startsWith("SHOW ROUTINE LOAD")
                || sql.startsWith("SHOW TABLES")
                || !(sql.contains("`") || sql.contains("GROUPS"));
    }

    private static List<ClusterObjectRules.AnswerRow> toRows(ClusterListing listing) {
        List<ClusterObjectRules.AnswerRow> rows = new ArrayList<>();
        for (List<String> row : listing.rows()) {
            Map<String, String> values = new TreeMap<>();
            for (int i = 0; i < row.size(); i++) {
                values.put(listing.columnNames().get(i), row.get(i));
            }
            rows.add(column -> values.getOrDefault(column, ""));
        }
        return rows;
    }

    /** A 4.1 server shows the catalog without its password but with a computed checksum. */
    @Test
    void hiddenAndComputedPropertiesOfACatalogAreNoDifference() {
        ClusterObject liveObject = readCatalog("jdbc", """
                "driver_class"  =  "com.mysql.cj.jdbc.Driver",
                "checksum"  =  "07479bc6b6870cede56d0f192603c3f9",
                "driver_url"  =  "file:///jars/driver.jar",
                "type"  =  "jdbc",
                "user"  =  "u",
                "jdbc_uri"  =  "jdbc:mysql://h:3306"
                """);
        String declaredPrefix =
                "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'jdbc', 'user' = 'u', 'password' = 'pw', 'jdbc_uri' ="
                        + " 'jdbc:mysql://h:3306', 'driver_class' = 'com.mysql.cj.jdbc.Driver', 'driver_url' = 'file:///jars/driver.jar'";
        for (String statement :
                List.of(declaredPrefix + ")", declaredPrefix + ", 'checksum' = '07479bc6b6870cede56d0f192603c3f9')")) {
            ClusterObject expected = apply(CATALOG_WITH_TABLE, statement)
                    .clusterObjects()
                    .find(ClusterObjectKind.EXTERNAL_CATALOG, "lake")
                    .orElseThrow();
            assertThat(ClusterSecrets.restoreHiddenParts(expected, liveObject)).isEqualTo(expected);
        }
        ClusterObjectRules rules = ClusterObjectRules.of(ClusterObjectKind.EXTERNAL_CATALOG);
        assertThat(rules.unknownParts(liveObject)).hasToString("[property password]");
        assertThat(rules.unknownParts(readCatalog("hive", "\"type\"  =  \"hive\"")))
                .isEmpty();
    }

    private static ClusterObject readCatalog(String type, String properties) {
        ClusterListing listing =
                new ClusterListing(List.of("Catalog", "Type", "Comment"), List.of(List.of("lake", type, "")));
        ClusterListing definition = new ClusterListing(
                List.of("Catalog", "Create Catalog"),
                List.of(List.of("lake", "CREATE EXTERNAL CATALOG `lake`\nPROPERTIES (" + properties + ")")));
        return ClusterObjectRules.of(ClusterObjectKind.EXTERNAL_CATALOG)
                .readObjects(sql -> toRows(sql.equals("SHOW CATALOGS") ? listing : definition), Set.of(), name -> true)
                .get("lake");
    }

    @Test
    void aPlanLeadsFromAnyObjectsToAnyOthers() {
        int stepCount = 0;
        for (int seed = 0; seed < 2 * SEED_COUNT; seed++) {
            Random random = new Random(seed);
            Catalog from = createRandomCatalog(random);
            Catalog to = createRandomCatalog(random);
            Plan plan = new Planner(ENGINE, SESSION).plan(from, to, Renames.NONE);
            Simulation simulation = new Simulation(ENGINE, SESSION, from);
            List<String> texts = plan.steps().stream().map(Step::text).toList();
            texts.forEach(text -> simulation.apply(MigrationAction.parse(text)));
            String steps = String.join(";\n", texts);
            assertThat(plan.findObjections(AllowedChanges.ALL))
                    .describedAs("seed %s", seed)
                    .isEmpty();
            assertThat(simulation.catalog().clusterObjects())
                    .describedAs("seed %s:\n%s", seed, steps)
                    .isEqualTo(to.clusterObjects());
            stepCount += texts.size();
            for (Step step : plan.steps()) {
                assertThat(step.touchedParts())
                        .describedAs("seed %s: %s", seed, step.text())
                        .isNotEmpty();
            }
        }
        assertThat(stepCount).isGreaterThan(1_000);
    }

    @Test
    void eachStepCanBeReverted() {
        for (int seed = 0; seed < SEED_COUNT; seed++) {
            Random random = new Random(seed);
            Catalog from = createRandomCatalog(random);
            Plan plan = new Planner(ENGINE, SESSION).plan(from, createRandomCatalog(random), Renames.NONE);
            Catalog currentCatalog = from;
            for (Step step : plan.steps()) {
                Catalog catalogBeforeStep = currentCatalog;
                currentCatalog =
                        apply(catalogBeforeStep, Sql.render(step.action().statement()));
                if (step.destroysData() || step.reversalStatements().isEmpty()) {
                    continue;
                }
                Catalog revertedCatalog = currentCatalog;
                for (var statement : step.reversalStatements()) {
                    revertedCatalog =
                            ENGINE.apply(revertedCatalog, SESSION, statement).catalog();
                }
                assertThat(revertedCatalog.clusterObjects())
                        .describedAs("seed %s: %s", seed, step.text())
                        .isEqualTo(catalogBeforeStep.clusterObjects());
            }
        }
    }

    /** The expectations are the answers of a frontend of 3.5. */
    @Test
    void olderServersKnowFewerProperties() {
        Engine olderEngine = new Engine(ServerProfile.DEFAULT.with(ServerProfile.Version.V3_5));
        for (String property : List.of("mem_pool", "cpu_weight_percent", "exclusive_cpu_percent", "warehouses")) {
            assertThatThrownBy(() -> olderEngine.apply(
                            CATALOG_WITH_TABLE,
                            SESSION,
                            Sql.parse(
                                    "CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', '"
                                            + property + "' = '1')")))
                    .hasMessageContaining("Unknown property: " + property);
        }
        olderEngine.apply(
                CATALOG_WITH_TABLE,
                SESSION,
                Sql.parse("CREATE RESOURCE GROUP g TO (user = 'u') WITH ('mem_limit' = '10%', 'cpu_weight' = '1')"));
    }

    @Test
    void aPlaceholderMayHaveTheValueThatAResourceGroupKeeps() {
        Catalog catalog = apply(
                CATALOG_WITH_TABLE,
                "CREATE RESOURCE GROUP g TO (user = 'ann')"
                        + " WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'mem_pool' = 'pool')");
        Catalog alteredCatalog =
                apply(catalog, "ALTER RESOURCE GROUP g WITH ('mem_limit' = '${limit}', 'mem_pool' = '${pool}')");
        assertThat(alteredCatalog.clusterObjects()).isNotEqualTo(catalog.clusterObjects());
        assertThatThrownBy(() -> apply(catalog, "ALTER RESOURCE GROUP g WITH ('mem_limit' = '20%')"))
                .hasMessageContaining("mem_limit");
    }

    @Test
    void theLocationOfAStorageVolumeCannotChange() {
        String volume = "CREATE STORAGE VOLUME v TYPE = HDFS LOCATIONS = ('hdfs://one')";
        Plan plan = new Planner(ENGINE, SESSION)
                .plan(
                        apply(CATALOG_WITH_TABLE, volume),
                        apply(CATALOG_WITH_TABLE, volume.replace("one", "two")),
                        Renames.NONE);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.impossibleChanges())
                .extracting(Object::toString)
                .containsExactly("storage volume v: tables may have their rows in it; create another storage volume");
    }

    @ParameterizedTest
    @EnumSource(ClusterObjectKind.class)
    void aDropThatLosesDataNeedsConsent(ClusterObjectKind kind) {
        Catalog catalog = CATALOG_WITH_TABLE.withClusterObjects(
                CATALOG_WITH_TABLE.clusterObjects().withObject(createRandomObject(kind, new Random(1), "x")));
        Plan plan = new Planner(ENGINE, SESSION).plan(catalog, CATALOG_WITH_TABLE, Renames.NONE);
        assertThat(plan.findObjections(AllowedChanges.ALL)).isEmpty();
        Map<ClusterObjectKind, String> lossesByKind = Map.of(
                ClusterObjectKind.EXTERNAL_CATALOG,
                        "drops external catalog x with the privileges on it and on what is in it",
                ClusterObjectKind.ROUTINE_LOAD, "drops routine load shop.x with its offsets",
                ClusterObjectKind.ICEBERG_TABLE, "drops Iceberg table lake.d.x with its rows");
        String loss = lossesByKind.get(kind);
        assertThat(plan.findObjections(AllowedChanges.NONE))
                .extracting(Object::toString)
                .filteredOn(objection -> loss != null && objection.contains(loss))
                .hasSize(loss == null ? 0 : 1);
        assertThat(plan.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.text())
                        .matches(text -> loss == null
                                ? !text.startsWith("-- destructive: ")
                                : text.startsWith("-- destructive: " + loss + "\n")));
    }

    private static Plan planWithGrant(String before, String after) {
        Catalog catalog = apply(CATALOG_WITH_TABLE, "CREATE ROLE keeper");
        String grant = "GRANT DROP ON %s TO ROLE keeper";
        String target = before.contains(" FUNCTION ") ? "FUNCTION f(INT)" : "RESOURCE GROUP g";
        Catalog from = apply(apply(catalog, before), grant.formatted(target));
        Catalog to = apply(apply(catalog, after), grant.formatted(target));
        return new Planner(ENGINE, SESSION).plan(from, to, Renames.NONE);
    }

    /** ALTER keeps the privileges on the group. */
    @Test
    void aGroupWithoutAFormerClassifierIsAltered() {
        String group =
                "CREATE RESOURCE GROUP g TO (user = 'ann'), (user = 'ben') WITH ('cpu_weight' = '1', 'mem_limit' = '10%')";
        assertThat(planWithGrant(group, group.replace("ben", "cid").replace("10%", "20%"))
                        .steps())
                .extracting(Step::text)
                .containsExactly(
                        "ALTER RESOURCE GROUP `g` DROP ALL",
                        "ALTER RESOURCE GROUP `g` ADD (user = 'ann'), (user = 'cid')",
                        "ALTER RESOURCE GROUP `g` WITH (\"mem_limit\" = \"20%\")");
    }

    @Test
    void theRolesOfASchemaGetTheirPrivilegesOnAReplacedObjectAgain() {
        String group = "CREATE RESOURCE GROUP g TO (user = 'ann') WITH ('cpu_weight' = '1', 'mem_limit' = '10%')";
        assertThat(planWithGrant(group, group.replace("'10%'", "'10%', 'type' = 'short_query'"))
                        .steps())
                .extracting(Step::text)
                .containsExactly(
                        "-- note: the server ends all privileges on resource group g; grant those again that other roles and"
                                + " users have\nCREATE RESOURCE GROUP OR REPLACE `g` TO (user = 'ann') WITH"
                                + " (\"cpu_weight\" = \"1\", \"mem_limit\" = \"10%\", \"type\" = \"SHORT_QUERY\")",
                        "GRANT DROP ON RESOURCE GROUP `g` TO ROLE `keeper`");

        String function = "CREATE FUNCTION f(INT) RETURNS INT PROPERTIES ('symbol' = 'a.B', 'type' = 'StarrocksJar',"
                + " 'file' = 'one')";
        assertThat(planWithGrant(function, function.replace("one", "two")).steps())
                .extracting(Step::text)
                .satisfiesExactly(
                        text -> assertThat(text)
                                .startsWith("-- note: the server ends all privileges on function shop.f(INT); grant")
                                .contains("CREATE OR REPLACE FUNCTION `f`(INT)"),
                        text -> assertThat(text).isEqualTo("GRANT DROP ON FUNCTION `f`(int(11)) TO ROLE `keeper`"));
    }

    /** No rows are lost, because the server builds the cache again from the table. */
    @Test
    void aChangedDictionaryIsDroppedAndCreatedWithoutConsent() {
        String dictionary = "CREATE DICTIONARY d USING loaded (k KEY, v VALUE)";
        Plan plan = new Planner(ENGINE, SESSION)
                .plan(
                        apply(CATALOG_WITH_TABLE, dictionary),
                        apply(CATALOG_WITH_TABLE, dictionary + " PROPERTIES ('dictionary_read_latest' = 'true')"),
                        Renames.NONE);
        assertThat(plan.steps())
                .extracting(Step::text)
                .containsExactly(
                        "DROP DICTIONARY `d`",
                        "CREATE DICTIONARY `d` USING `loaded` (`k` KEY, `v` VALUE)"
                                + " PROPERTIES (\"dictionary_read_latest\" = \"true\")");
        assertThat(plan.findObjections(AllowedChanges.NONE)).isEmpty();
    }

    private static List<String> planStatementWords(String tableAfter, String objectBefore, String... objectsAfter) {
        Catalog after = apply(CATALOG_WITH_TABLE, "DROP TABLE loaded");
        after = apply(after, tableAfter);
        for (String sql : objectsAfter) {
            after = apply(after, sql);
        }
        Rename rename = new Rename.ObjectRename(new ObjectName("shop", "renamed"), "loaded");
        Plan plan = new Planner(ENGINE, SESSION)
                .plan(apply(CATALOG_WITH_TABLE, objectBefore), after, new Renames(List.of(rename)));
        assertThat(plan.findObjections(AllowedChanges.ALL)).isEmpty();
        return plan.steps().stream()
                .map(step -> step.text().replaceAll("(?s)^(?:-- .*?\n)?(\\w+ [A-Z]+)\\b.*", "$1"))
                .toList();
    }

    /** A task that runs, or a dictionary that is refreshed, would fail after the change of its table. */
    @Test
    void anObjectThatUsesATableIsDroppedBeforeTheTableChangesAndCreatedAfterwards() {
        String changedTable = RandomClusterObject.LOADED_TABLE.replace("w INT", "x INT");
        String renamedTable = RandomClusterObject.LOADED_TABLE.replace("loaded", "renamed");
        String dictionary = "CREATE DICTIONARY d USING loaded (k KEY, w VALUE)";
        String task = "SUBMIT TASK t SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO loaded (k, w) SELECT 1, 2";
        for (String object : List.of(dictionary, task)) {
            String createWords = object.startsWith("SUBMIT") ? "SUBMIT TASK" : "CREATE DICTIONARY";
            String dropWords = object.startsWith("SUBMIT") ? "DROP TASK" : "DROP DICTIONARY";
            assertThat(planStatementWords(changedTable, object, object.replace("w", "x")))
                    .startsWith(dropWords, "ALTER TABLE")
                    .endsWith("ALTER TABLE", createWords);
            assertThat(planStatementWords(renamedTable, object, object.replace("loaded", "renamed")))
                    .containsExactly(dropWords, "ALTER TABLE", createWords);
            assertThat(planStatementWords(renamedTable, object)).containsExactly(dropWords, "ALTER TABLE");
        }
    }

    /** A server refuses a view that calls a missing dictionary, and a dictionary may read a view. */
    @Test
    void aDictionaryIsCreatedBetweenItsTableAndTheViewsThatMayCallIt() {
        String dictionary = "CREATE DICTIONARY d USING loaded (k KEY, v VALUE)";
        Catalog views = apply(
                apply(CATALOG_WITH_TABLE, dictionary),
                "CREATE VIEW named (k, n) AS SELECT k, dictionary_get('d', k)[1].v FROM loaded");
        Catalog after = apply(views, "CREATE DICTIONARY e USING named (k KEY, n VALUE)");
        Catalog empty =
                Catalog.EMPTY.withDatabase(Database.of("shop")).withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        assertThat(planStatementWords(empty, after))
                .containsExactly("CREATE TABLE", "CREATE DICTIONARY", "CREATE VIEW", "CREATE DICTIONARY");
    }

    private static List<String> planStatementWords(Catalog before, Catalog after) {
        Plan plan = new Planner(ENGINE, SESSION).plan(before, after, Renames.NONE);
        assertThat(plan.findObjections(AllowedChanges.ALL)).isEmpty();
        return plan.steps().stream()
                .map(step -> step.text().replaceAll("(?s)^(?:-- .*?\n)?(\\w+ [A-Z]+)\\b.*", "$1"))
                .toList();
    }

    /** A load follows a renamed table without a statement, and a new load continues where the stopped one ended. */
    @Test
    void aRoutineLoadThatNoAlterChangesIsStoppedBeforeItsTableChanges() {
        String load = "CREATE ROUTINE LOAD l ON loaded COLUMNS (k, w) PROPERTIES ('format' = 'json')"
                + " FROM KAFKA ('kafka_broker_list' = 'b:9092', 'kafka_topic' = 't')";
        String otherColumn = RandomClusterObject.LOADED_TABLE.replace("w INT", "x INT");
        assertThat(planStatementWords(
                        otherColumn, load, load.replace("w)", "x)").replace("json", "csv")))
                .startsWith("STOP ROUTINE", "ALTER TABLE")
                .endsWith("ALTER TABLE", "CREATE ROUTINE");
        assertThat(planStatementWords(
                        RandomClusterObject.LOADED_TABLE.replace("loaded", "renamed"),
                        load,
                        load.replace("loaded", "renamed")))
                .containsExactly("ALTER TABLE");
    }

    private static Catalog createRandomCatalog(Random random) {
        Catalog catalog = CATALOG_WITH_TABLE;
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            for (String name : List.of("a", "b")) {
                if (random.nextInt(3) > 0) {
                    catalog = catalog.withClusterObjects(
                            catalog.clusterObjects().withObject(createRandomObject(kind, random, name)));
                }
            }
        }
        return catalog;
    }

    @Test
    void statementsHaveNoEffectOnASchemaThatManagesNoClusterObjects() {
        Catalog unmanagedCatalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            String statementName = RandomClusterObject.toStatementName(kind, "x");
            String createSql = new RandomClusterObject(new Random(1)).createStatement(kind, statementName);
            assertThat(apply(unmanagedCatalog, createSql)).isEqualTo(unmanagedCatalog);
            String name = RandomClusterObject.toStoredName(kind, statementName);
            assertThat(apply(unmanagedCatalog, kind.dropVerb() + " " + kind.changeWords() + " " + name))
                    .isEqualTo(unmanagedCatalog);
        }
    }
}
