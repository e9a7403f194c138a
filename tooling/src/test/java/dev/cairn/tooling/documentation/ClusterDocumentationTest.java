package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The cluster objects of a schema in its documentation. */
class ClusterDocumentationTest {
    private static final String STATEMENTS = """
            CREATE TABLE city (id INT NOT NULL, name VARCHAR(20), note VARCHAR(20)) DUPLICATE KEY (id)
                DISTRIBUTED BY HASH (id);
            CREATE DICTIONARY city_names USING city (id KEY, name VALUE)
                PROPERTIES ('dictionary_refresh_interval' = '600');
            CREATE ROUTINE LOAD load_cities ON city COLUMNS TERMINATED BY '|', COLUMNS (id, name)
                PROPERTIES ('strict_mode' = 'true')
                FROM KAFKA ('kafka_broker_list' = 'kafka:9092', 'kafka_topic' = 'cities',
                    'property.sasl.password' = 'hidden text');
            CREATE RESOURCE GROUP etl TO (user = 'loader') WITH ('cpu_weight' = '4', 'mem_limit' = '30%');
            CREATE EXTERNAL CATALOG lake COMMENT 'The lake' PROPERTIES ('type' = 'hive',
                'hive.metastore.uris' = 'thrift://h:9083', 'aws.s3.secret_key' = '${s3_key}');
            CREATE EXTERNAL CATALOG billing PROPERTIES ('type' = 'jdbc', 'user' = 'reader', 'password' = '${billing}',
                'jdbc_uri' = 'jdbc:mysql://h:3306?user=reader&password=hidden', 'driver_class' = 'com.mysql.cj.jdbc.Driver',
                'driver_url' = 'https://h/d.jar');
            SUBMIT TASK export_cities SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO FILES('path' = 's3://a/b/',
                'format' = 'parquet', 'aws.s3.secret_key' = 'hidden text') SELECT id FROM city;
            """;
    private static final SchemaDocument DOCUMENT = createDocument();

    private static SchemaDocument createDocument() {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Catalog catalog =
                Catalog.EMPTY.withDatabase(Database.of("shop")).withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        for (Statement statement : Sql.parseScript(STATEMENTS)) {
            catalog = engine.apply(catalog, new Session("shop"), statement).catalog();
        }
        return new DocumentBuilder("shop", ReaderGraph.build(ServerProfile.DEFAULT, catalog)).build();
    }

    private static DocumentedObject findObject(String name) {
        return DOCUMENT.objects().stream()
                .filter(object -> object.name().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> renderFacts(List<Fact> facts) {
        return facts.stream().map(fact -> fact.label() + ": " + fact.value()).toList();
    }

    @Test
    void eachObjectHasItsPartsAndItsStatement() {
        assertThat(DOCUMENT.selectObjects(DocumentedKind.CLUSTER_OBJECT))
                .extracting(object -> object.name().toString())
                .containsExactly(
                        "dictionary city_names",
                        "external catalog billing",
                        "external catalog lake",
                        "resource group etl",
                        "routine load shop.load_cities",
                        "task export_cities");
        DocumentedObject dictionary = findObject("dictionary city_names");
        assertThat(renderFacts(dictionary.facts().definition()))
                .containsExactly("Table: city", "Key: id", "Value: name");
        assertThat(renderFacts(dictionary.facts().properties())).containsExactly("dictionary_refresh_interval: 600");
        assertThat(dictionary.columns())
                .extracting(DocumentedColumn::name, DocumentedColumn::type)
                .asString()
                .contains("id", "int", "name", "varchar(20)")
                .doesNotContain("note");
        assertThat(dictionary.source().sql()).startsWith("CREATE DICTIONARY `city_names` USING `city` (`id` KEY");
        assertThat(renderFacts(findObject("resource group etl").facts().definition()))
                .containsExactly("Classifier: user = 'loader'");
        assertThat(findObject("external catalog lake").title().comment()).isEqualTo("The lake");
    }

    @Test
    void secretsAreHidden() {
        assertThat(DOCUMENT.toString()).doesNotContain("hidden");
        DocumentedObject load = findObject("routine load shop.load_cities");
        assertThat(renderFacts(load.facts().properties()))
                .contains("kafka_topic: cities", "property.sasl.password: ***");
        assertThat(load.source().sql()).contains("\"property.sasl.password\" = \"***\"");
        assertThat(renderFacts(findObject("external catalog lake").facts().properties()))
                .contains("aws.s3.secret_key: ${s3_key}");
        assertThat(HtmlDocumentRenderer.render(DOCUMENT) + MarkdownDocumentRenderer.render(DOCUMENT))
                .doesNotContain("hidden text");
    }

    @Test
    void aLoadFillsItsTableAndADictionaryReadsIt() {
        assertThat(DOCUMENT.collectSources())
                .containsEntry(
                        ObjectName.parse("shop.city", new Session("shop")),
                        new TreeSet<>(List.of(
                                findObject("routine load shop.load_cities").name())))
                .containsEntry(
                        findObject("dictionary city_names").name(),
                        new TreeSet<>(List.of(new ObjectName("shop", "city"))));
        String markdown = MarkdownDocumentRenderer.render(DOCUMENT);
        assertThat(markdown)
                .contains("## Cluster objects", "Written by: routine load shop.load_cities")
                .contains("Read by: dictionary city_names", "Writes: shop.city", "Reads: shop.city");
        assertThat(markdown.substring(0, markdown.indexOf("## Tables")))
                .contains("routine load shop.load_cities")
                .doesNotContain("resource group etl", "external catalog lake");
    }

    @Test
    void aTaskReadsAndWritesTables() {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Session session = new Session("shop");
        Catalog catalog =
                Catalog.EMPTY.withDatabase(Database.of("shop")).withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        String insert = "INSERT INTO total SELECT city, count(*) FROM sale GROUP BY city";
        for (String statement : List.of(
                "CREATE TABLE sale (city VARCHAR(9)) DUPLICATE KEY (city)",
                "CREATE TABLE total (city VARCHAR(9), n BIGINT) DUPLICATE KEY (city)",
                "SUBMIT TASK sums SCHEDULE EVERY (INTERVAL 1 DAY) AS " + insert)) {
            catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
        }
        ReadingStatement task =
                new ReadingStatement(Reader.Kind.TASK, new ObjectName("", "sums"), session, Sql.parse(insert));
        SchemaDocument document =
                new DocumentBuilder("shop", ReaderGraph.build(ServerProfile.DEFAULT, catalog, List.of(task))).build();
        String markdown = MarkdownDocumentRenderer.render(document);
        assertThat(markdown)
                .contains("Written by: task sums", "Read by: task sums", "Writes: shop.total", "Reads: shop.sale");
        assertThat(markdown.substring(0, markdown.indexOf("## Tables"))).contains("task sums");
    }
}
