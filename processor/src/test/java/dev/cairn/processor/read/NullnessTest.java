package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.JavaFileObjects;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Tests records in code with JSpecify's annotations. */
class NullnessTest {
    private static final String IMPORTS = """
        package shop;
        import dev.cairn.annotation.*;
        import java.time.LocalDate;
        import java.util.*;
        import org.jspecify.annotations.*;
        """;

    private static final String MARKED_PACKAGE = "@org.jspecify.annotations.NullMarked package shop;";
    private static final String UNMARKED_PACKAGE = "@org.jspecify.annotations.NullUnmarked package shop;";

    private static ReadSources read(String order, JavaFileObject... otherFiles) {
        List<JavaFileObject> files = new ArrayList<>(List.of(otherFiles));
        files.add(JavaFileObjects.forSourceString("shop.Order", IMPORTS + order));
        return ReadSources.of(files);
    }

    private static JavaFileObject packageInfo(String source) {
        return JavaFileObjects.forSourceString("shop.package-info", source);
    }

    private static final String ORDER_TABLE = """
        @Table
        public record Order(
                long id,
                @Varchar(20) String name,
                @Varchar(20) @Nullable String note,
                @Nullable Long amount,
                Integer count,
                byte[] content,
                byte @Nullable [] hash,
                java.time.@Nullable LocalDateTime changed,
                @NotNull LocalDate day) {}
        """;

    private static final String UNMARKED_DDL = """
        CREATE TABLE `order` (
          `id` bigint(20) NOT NULL,
          `name` varchar(20) NULL,
          `note` varchar(20) NULL,
          `amount` bigint(20) NULL,
          `count` int(11) NULL,
          `content` varbinary NULL,
          `hash` varbinary NULL,
          `changed` datetime NULL,
          `day` date NOT NULL
        )\
        """;

    private static final String NULL_MARKED_DDL = """
        CREATE TABLE `order` (
          `id` bigint(20) NOT NULL,
          `name` varchar(20) NOT NULL,
          `note` varchar(20) NULL,
          `amount` bigint(20) NULL,
          `count` int(11) NOT NULL,
          `content` varbinary NOT NULL,
          `hash` varbinary NULL,
          `changed` datetime NULL,
          `day` date NOT NULL
        )\
        """;

    @Test
    void outsideOfNullMarkedCodeAReferenceMayBeNull() {
        assertThat(read(ORDER_TABLE).ddl()).isEqualTo(UNMARKED_DDL);
    }

    @Test
    void inANullMarkedPackageAReferenceIsNotNull() {
        assertThat(read(ORDER_TABLE, packageInfo(MARKED_PACKAGE)).ddl()).isEqualTo(NULL_MARKED_DDL);
    }

    @Test
    void aNullMarkedRecordDecidesForItself() {
        assertThat(read("@NullMarked\n" + ORDER_TABLE).ddl()).isEqualTo(NULL_MARKED_DDL);
        assertThat(read("@NullMarked\n" + ORDER_TABLE, packageInfo(UNMARKED_PACKAGE))
                        .ddl())
                .isEqualTo(NULL_MARKED_DDL);
    }

    @Test
    void nullUnmarkedEndsTheScope() {
        assertThat(read("@NullUnmarked\n" + ORDER_TABLE, packageInfo(MARKED_PACKAGE))
                        .ddl())
                .isEqualTo(UNMARKED_DDL);
    }

    @Test
    void anElementWithBothAnnotationsCountsAsOneWithNeither() {
        assertThat(read("@NullMarked @NullUnmarked\n" + ORDER_TABLE, packageInfo(MARKED_PACKAGE))
                        .ddl())
                .isEqualTo(NULL_MARKED_DDL);
        assertThat(read("@NullMarked @NullUnmarked\n" + ORDER_TABLE).ddl()).isEqualTo(UNMARKED_DDL);
    }

    @Test
    void aNestedRecordIsInTheScopeOfItsClass() {
        String nested = ORDER_TABLE.replace("@Table\npublic", "@Table\n    public");
        assertThat(read("@NullMarked\ninterface Outer {\n" + nested + "}\n").ddl())
                .isEqualTo(NULL_MARKED_DDL);
    }

    @Test
    void otherAnnotationsOfTheSameNamesMeanNothing() {
        ReadSources read = read("""
            @Table
            @Order.NullMarked
            public record Order(long id, @Order.Nullable String name) {
                @interface NullMarked {}
                @interface Nullable {}
            }
            """);
        assertThat(read.ddl()).contains("`name` varchar(65533) NULL");
    }

    @Test
    void elementsOfCollectionsAndFieldsOfStructsHaveNoNotNull() {
        assertThat(read("""
            @Table
            @NullMarked
            public record Order(
                    long id,
                    List<@Nullable String> tags,
                    @Nullable List<String> names,
                    Map<String, @Nullable Integer> scores,
                    Address address,
                    @Nullable Address other) {
                public record Address(String street, @Nullable String town) {}
            }
            """).ddl()).isEqualTo("""
                CREATE TABLE `order` (
                  `id` bigint(20) NOT NULL,
                  `tags` array<varchar(65533)> NOT NULL,
                  `names` array<varchar(65533)> NULL,
                  `scores` map<varchar(65533),int(11)> NOT NULL,
                  `address` struct<street varchar(65533), town varchar(65533)> NOT NULL,
                  `other` struct<street varchar(65533), town varchar(65533)> NULL
                )\
                """);
    }

    @Test
    void anEmbeddedRecordIsInTheScopeWhereItIsWritten() {
        assertThat(read("""
            @Table
            public record Order(
                    long id,
                    String name,
                    @Embedded Order.Audit audit) {
                @NullMarked
                public record Audit(@Varchar(64) String by, @Varchar(64) @Nullable String why) {}
            }
            """).ddl()).isEqualTo("""
                CREATE TABLE `order` (
                  `id` bigint(20) NOT NULL,
                  `name` varchar(65533) NULL,
                  `by` varchar(64) NOT NULL,
                  `why` varchar(64) NULL
                )\
                """);
    }

    @Test
    void anEmbeddedRecordIsReadFromItsClassFile() {
        assertThat(read("""
            @Table
            public record Order(
                    long id,
                    @Embedded com.acme.marked.Marked.Audit audit,
                    @Embedded com.acme.marked.Marked.Origin origin) {}
            """).ddl()).isEqualTo("""
                CREATE TABLE `order` (
                  `id` bigint(20) NOT NULL,
                  `created_by` varchar(64) NOT NULL,
                  `changed_by` varchar(64) NULL,
                  `before` varbinary NOT NULL,
                  `after` varbinary NULL,
                  `marks` array<int(11)> NOT NULL,
                  `version` int(11) NOT NULL,
                  `host` varchar(64) NULL,
                  `program` varchar(64) NOT NULL
                )\
                """);
    }

    @Test
    void keyColumnsAndAutoIncrementColumnsFollowTheNullness() {
        assertThat(read("""
            @Table
            @NullMarked
            @PrimaryKey({"code", "id"})
            public record Order(String code, long id, @AutoIncrement Long number, String name) {}
            """).ddl()).isEqualTo("""
                CREATE TABLE `order` (
                  `code` varchar(65533) NOT NULL,
                  `id` bigint(20) NOT NULL,
                  `number` bigint(20) NOT NULL AUTO_INCREMENT,
                  `name` varchar(65533) NOT NULL
                )
                PRIMARY KEY(`code`, `id`)\
                """);
        assertThat(read("""
            @Table
            @NullMarked
            @PrimaryKey("id")
            public record Order(@AutoIncrement @Nullable Long id, String name) {}
            """).ddl()).contains("`id` bigint(20) AUTO_INCREMENT,");
    }

    @Test
    void statesAreNeitherNullNorNotNull() {
        assertThat(read("""
            @Table
            @NullMarked
            @AggregateKey("id")
            public record Order(long id, @StateOf("avg(bigint)") dev.cairn.type.State average) {}
            """).ddl()).contains("`average` avg(bigint(20))\n");
    }

    @Test
    void contradictoryAnnotationsAreErrors() {
        assertThat(read("""
            @Table
            public record Order(
                    @Nullable long id,
                    @Nullable byte[] content,
                    @NotNull @Nullable String name,
                    @StateOf("avg(bigint)") dev.cairn.type.@Nullable State average,
                    @Embedded Order.@Nullable Audit audit,
                    Audit address) {
                public record Audit(@Nullable int version) {}
            }
            """).findings)
                .satisfiesExactlyInAnyOrder(
                        id -> assertThat(id).contains("[nullable-primitive] 'id'", "remove @Nullable, or use Long"),
                        content -> assertThat(content)
                                .contains("[nullable-primitive] 'content'", "or use byte @Nullable []"),
                        name -> assertThat(name).contains("[contradiction] @NotNull and @Nullable"),
                        average -> assertThat(average).contains("[contradiction] @StateOf and @Nullable"),
                        audit -> assertThat(audit).contains("[contradiction] @Embedded and @Nullable"),
                        address -> assertThat(address).contains("[nullable-primitive] 'version'", "or use Integer"));
    }

    @Test
    void aPrimaryKeyIsNotNullableOutsideOfNullMarkedCodeEither() {
        assertThat(read("""
            @Table
            @PrimaryKey("code")
            public record Order(@Nullable String code, long id) {}
            """).findings).singleElement().asString().startsWith("[nullable-key] 'code'");
    }
}
