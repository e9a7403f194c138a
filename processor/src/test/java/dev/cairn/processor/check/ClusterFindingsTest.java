package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.MarkedSources;
import dev.cairn.processor.UserClassPath;
import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.sql.cluster.ClusterClause.Form;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests objects of the cluster, and mistakes in them, each reported at the value that causes it. */
class ClusterFindingsTest {
    private static final String ACCOUNT_AND_SHOP = """
            @Table @DuplicateKey("id") record Account(long id) {}
            @Schema(name = "shop", value = Account.class, cluster = {Etl.class, Volume.class, Lake.class})
            interface Shop {}
            """;
    private static final String RESOURCE_GROUP = """
            @ResourceGroup(cpuWeight = 1, memLimit = "10%", classifiers = @ResourceGroup.Classifier(user = "${u}"))
            interface Etl {}
            """;
    private static final String STORAGE_VOLUME = """
            @StorageVolume(type = "S3", locations = "s3://a/") interface Volume {}
            """;
    private static final String EXTERNAL_CATALOG = """
            @ExternalCatalog(type = "hive") interface Lake {}
            """;

    private static String verify(String... objects) {
        return MarkedSources.of(String.join("\n", objects) + "\n" + ACCOUNT_AND_SHOP)
                .verify();
    }

    @Test
    void eachAttributeIsInTheStatement() throws IOException {
        assertThat(generateStatements("""
                        @ResourceGroup(
                            name = "loading", memLimit = "30%", exclusiveCpuPercent = 20, concurrencyLimit = 8,
                            bigQueryMemLimit = 1_000_000_000_000L, spillMemLimitThreshold = "80%",
                            classifiers = {
                                @ResourceGroup.Classifier(user = "${loader}", queryType = {"insert", "select"}),
                                @ResourceGroup.Classifier(role = "etl", sourceIp = "10.0.0.0/8", planCpuCostRange = "[0, 10)")
                            },
                            properties = @Property(name = "mem_pool", value = "shared"))
                        interface Etl {}
                        """, """
                        @StorageVolume(type = "S3", locations = {"s3://a/", "s3://b"}, comment = "it's",
                            properties = {@Property(name = "aws.s3.secret_key", value = "${key}"), @Property(name = "enabled", value = "false")})
                        interface Volume {}
                        """, """
                        @ExternalCatalog(type = "hive", comment = "the \\"lake\\"",
                            properties = @Property(name = "hive.metastore.uris", value = "${uris:thrift://h:1}"))
                        interface Lake {}
                        """))
                .containsExactly(
                        "CREATE RESOURCE GROUP `loading` TO (user = '${loader}', query_type IN ('insert', 'select')),"
                                + " (role = 'etl', source_ip = '10.0.0.0/8', plan_cpu_cost_range = '[0, 10)') WITH"
                                + " (\"mem_limit\" = \"30%\", \"exclusive_cpu_percent\" = \"20\","
                                + " \"concurrency_limit\" = \"8\", \"big_query_mem_limit\" = \"1000000000000\","
                                + " \"spill_mem_limit_threshold\" = \"80%\", \"mem_pool\" = \"shared\")",
                        "CREATE STORAGE VOLUME `volume` TYPE = S3 LOCATIONS = ('s3://a/', 's3://b') COMMENT \"it's\""
                                + " PROPERTIES (\"aws.s3.secret_key\" = \"${key}\", \"enabled\" = \"false\")",
                        "CREATE EXTERNAL CATALOG `lake` COMMENT \"the \\\"lake\\\"\" PROPERTIES (\"type\" = \"hive\","
                                + " \"hive.metastore.uris\" = \"${uris:thrift://h:1}\")");
    }

    private static List<String> generateStatements(String... objects) throws IOException {
        String source = "package shop; import dev.cairn.annotation.*; import dev.cairn.annotation.cluster.*;\n"
                + ACCOUNT_AND_SHOP + String.join("\n", objects);
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Acairn.pending=off")
                .withProcessors(new CairnProcessor())
                .compile(JavaFileObjects.forSourceString("shop.Account", source));
        String schemaSource = compilation
                .generatedSourceFile("shop.ShopSchema")
                .orElseThrow(() -> new AssertionError(compilation.diagnostics()))
                .getCharContent(false)
                .toString();
        int start = schemaSource.indexOf("addClusterStatements(") + "addClusterStatements(".length();
        return Stream.of(schemaSource
                        .substring(start, schemaSource.indexOf(");\n", start))
                        .split("\"(?:,\\s*\"|$)", -1))
                .map(String::strip)
                .filter(literal -> !literal.isEmpty())
                .map(literal -> (literal.startsWith("\"") ? literal.substring(1) : literal).translateEscapes())
                .toList();
    }

    @Test
    void whatNoStatementCanHaveIsReported() {
        verify("""
                @ResourceGroup(
                    cpuWeight = 1,
                    memLimit = "10%",
                    classifiers = {
                        @ResourceGroup.Classifier(user = "${u}"),
                        @ResourceGroup.Classifier // [cluster-clause]
                    })
                interface Etl {}
                """, STORAGE_VOLUME, EXTERNAL_CATALOG);
        for (String volume : List.of(
                "type = \"S3\", locations = {}",
                "type = \"\", locations = \"s3://a/\"",
                "type = \"${kind}\", locations = \"s3://a/\"")) {
            verify(
                    RESOURCE_GROUP,
                    "@StorageVolume(" + volume + ") // [cluster-clause]\ninterface Volume {}\n",
                    EXTERNAL_CATALOG);
        }
    }

    @Test
    void theValuesThatAPartMayHaveAreSuggested() {
        assertThat(verify(RESOURCE_GROUP, STORAGE_VOLUME, """
                        @ExternalCatalog(
                            name = "lake",
                            type = "icberg") // [cluster-refused]
                        interface Lake {}
                        """))
                .contains("[type : icberg] is not supported; did you mean 'iceberg'?");
        assertThat(verify(RESOURCE_GROUP, """
                        @StorageVolume(
                            type = "minio", // [cluster-refused]
                            locations = "s3://a/")
                        interface Volume {}
                        """, EXTERNAL_CATALOG))
                .contains("Unknown storage volume type: minio; it is one of ADLS2, AZBLOB, GS, HDFS, S3");
        assertThat(verify("""
                        @ResourceGroup(
                            name = "etl", cpuWeight = 1, memLimit = "10%",
                            properties = @Property(name = "type",
                                value = "NORML")) // [cluster-refused]
                        interface Etl {}
                        """, STORAGE_VOLUME, EXTERNAL_CATALOG)).contains("did you mean 'NORMAL'?");
    }

    @Test
    void anObjectThatEachServerHasCannotBeManaged() {
        verify(
                RESOURCE_GROUP
                        .replace("cpuWeight", "name = \"default_wg\", cpuWeight")
                        .replace("interface Etl {}", "interface Etl {} // [cluster-object-of-server]"),
                STORAGE_VOLUME,
                EXTERNAL_CATALOG);
    }

    @Test
    void literalSecretsAndDefaultsOfPlaceholdersAreReported() {
        for (String name : List.of(
                "aws.s3.secret_key",
                "password",
                "odps.access.key",
                "odps.access.id",
                "iceberg.catalog.rest.access-key-id",
                "fs.s3a.access.key",
                "fs.azure.account.key.acme.blob.core.windows.net",
                "es.net.http.auth.pass",
                "iceberg.catalog.rest.header.Authorization")) {
            for (String value : List.of("${x:literal}", "literal")) {
                verify(RESOURCE_GROUP, STORAGE_VOLUME, """
                        @ExternalCatalog(
                            type = "hive",
                            properties = @Property(name = "NAME", value = "VALUE")) // [secret-in-source]
                        interface Lake {}
                        """.replace("NAME", name).replace("VALUE", value));
            }
        }
    }

    @Test
    void aUrlWithAPasswordIsASecret() {
        for (String url : List.of(
                "jdbc:mysql://h:3306/db?useSSL=false&password=abc",
                "jdbc:postgresql://reader:abc@h:5432/db",
                "jdbc:sqlserver://h:1433;user=u;password=abc",
                "https://user:abc@rest/v1?warehouse=w")) {
            verify(RESOURCE_GROUP, STORAGE_VOLUME, """
                    @ExternalCatalog(
                        type = "hive",
                        properties = @Property(name = "uri", value = "VALUE")) // [secret-in-source]
                    interface Lake {}
                    """.replace("VALUE", url));
        }
        for (String url : List.of(
                "jdbc:mysql://h:3306/db?user=reader",
                "hdfs://user@h:9000/a:b",
                "thrift://h:9083,thrift://i:9083",
                "https://h/secret/jar@1.0:x")) {
            verify(RESOURCE_GROUP, STORAGE_VOLUME, """
                    @ExternalCatalog(
                        type = "hive",
                        properties = @Property(name = "uri", value = "VALUE"))
                    interface Lake {}
                    """.replace("VALUE", url));
        }
    }

    @Test
    void mistakesAreReportedWhereTheyAre() {
        verify("""
                @ResourceGroup(memLimit = "10%", classifiers = @ResourceGroup.Classifier(user = "${u}"))
                interface Etl {} // [cluster-refused]
                """, STORAGE_VOLUME, EXTERNAL_CATALOG);
        verify("""
                @ResourceGroup(
                    cpuWeight = 1,
                    memLimit = "0", // [cluster-refused]
                    classifiers = @ResourceGroup.Classifier(user = "${u}"))
                interface Etl {}
                """, STORAGE_VOLUME, EXTERNAL_CATALOG);
        verify("""
                @ResourceGroup(
                    cpuWeight = 1,
                    memLimit = "10%",
                    classifiers = {
                        @ResourceGroup.Classifier(user = "${u}"),
                        @ResourceGroup.Classifier(queryType = "update") // [cluster-refused]
                    })
                interface Etl {}
                """, STORAGE_VOLUME, EXTERNAL_CATALOG);
        verify(RESOURCE_GROUP, """
                @StorageVolume(type = "S4", locations = "s3://a/") // [cluster-refused]
                interface Volume {}
                """, EXTERNAL_CATALOG);
        verify(RESOURCE_GROUP, """
                @StorageVolume(
                    type = "S3",
                    locations = {
                        "s3://a/",
                        "hdfs://b/" // [cluster-refused]
                    })
                interface Volume {}
                """, EXTERNAL_CATALOG);
        verify(RESOURCE_GROUP, """
                @StorageVolume(
                    type = "S3",
                    locations = "hdfs://b/") // [cluster-refused]
                interface Volume {}
                """, EXTERNAL_CATALOG);
        verify(RESOURCE_GROUP, STORAGE_VOLUME, """
                @ExternalCatalog(
                    type = "hives", // [cluster-refused]
                    name = "lake")
                interface Lake {}
                """);
        verify(RESOURCE_GROUP, STORAGE_VOLUME, """
                @ExternalCatalog(
                    type = "hive",
                    properties = {
                        @Property(name = "aws.s3.access_key", value = "AKIA"), // [secret-in-source]
                        @Property(name = "type", value = "hive") // [repeated-property]
                    })
                interface Lake {}
                """);
    }

    /** The reader and a pull find the attributes by these names. */
    @ParameterizedTest
    @EnumSource(ClusterObjectKind.class)
    void theAttributesOfAnAnnotationAreClausesAndProperties(ClusterObjectKind kind) throws Exception {
        ClusterAnnotation annotation = new ClusterAnnotation(kind);
        Class<?> annotationClass = Class.forName("dev.cairn.annotation.cluster." + annotation.annotationName());
        List<String> attributeNames = new ArrayList<>(Stream.of(annotationClass.getDeclaredMethods())
                .map(Method::getName)
                .toList());
        List<String> expectedNames = new ArrayList<>(annotation.propertyAttributes());
        expectedNames.addAll(List.of("name", "properties"));
        annotation.kind().clauses().stream()
                .filter(clause -> clause.form() != Form.ATTACHMENT)
                .map(clause -> toCamelCase(clause.name()))
                .filter(clause -> !clause.equals("property"))
                .forEach(clause -> expectedNames.add(attributeNames.contains(clause) ? clause : clause + "s"));
        if (annotation.kind().clauses().stream().anyMatch(clause -> clause.form() == Form.TYPED_PROPERTIES)) {
            expectedNames.add("from");
        }
        if (kind.hasFeature(ClusterObjectKind.Feature.OVERLOADED)) {
            expectedNames.add("arguments");
        }
        // The record declares the name and the columns.
        annotation
                .kind()
                .findColumnClause()
                .ifPresent(clause -> expectedNames.removeAll(List.of("name", clause.name() + "s")));
        assertThat(attributeNames).containsExactlyInAnyOrderElementsOf(expectedNames);
    }

    private static String toCamelCase(String words) {
        return Pattern.compile(" (\\w)")
                .matcher(words)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
