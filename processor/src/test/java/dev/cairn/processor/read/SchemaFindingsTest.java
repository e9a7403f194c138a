package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** Tests errors in the root of a schema and in its lists. */
class SchemaFindingsTest {
    private static final String ORDER_TABLE = """
        @Table
        public record Order(long id) {}
        """;

    @Test
    void aCycleOfRenamesOfEqualTablesTakesTwoMigrations() {
        String messages = MarkedSources.of("""
            @Schema(name = "shop", value = {Renamed.A.class, Renamed.B.class})
            public interface Renamed {
                @Table(name = "a")
                @DuplicateKey("id")
                @RenamedFrom("b") // [renamed-from-present]
                record A(long id) {}

                @Table(name = "b")
                @DuplicateKey("id")
                @RenamedFrom("a") // [renamed-from-present]
                record B(long id) {}
            }
            """).verify();
        assertThat(messages)
                .contains(
                        "these names form a cycle of objects that do not differ: rename in two migrations, by way of a"
                                + " third name");
    }

    @Test
    void wrongAttributesOfTheRootAreReported() {
        String messages = new MarkedSources().and(ORDER_TABLE).and("""
            @Schema(
                name = "Shop", // [schema-name]
                value = Order.class,
                server = "4.2", // [server-version]
                migrations = "com.acme.1") // [migrations-package]
            @Table // [meaningless]
            public interface Shop {}
            """).verify();
        assertThat(messages)
                .contains("[schema-name] 'Shop' is not a valid name of a schema")
                .contains(
                        "[server-version] '4.2' is not a server version that Cairn supports; use one of 3.5, 4.0, 4.1")
                .contains("[meaningless] @Table has no effect on the root of a schema; remove it");
    }

    @Test
    void functionsOfUsersAreCheckedLikeOthers() {
        String messages = new MarkedSources().and(ORDER_TABLE).and("""
            @Schema(name = "shop", value = {Order.class, Shop.Masked.class, Shop.Wrong.class, Shop.Other.class},
                    functions = {
                        "CREATE FUNCTION mask(bigint) RETURNS varchar",
                        "CREATE FUNCTION shop.broken(bigin) RETURNS int", // [function-syntax]
                        "CREATE GLOBAL AGGREGATE FUNCTION best(bigint) RETURNS bigint"
                    })
            public interface Shop {
                @View(query = "SELECT mask(best(id)) AS id FROM `order`")
                record Masked(String id) {}

                @View(query = "SELECT mask(id, 2) AS id FROM `order`") // [unknown-function]
                record Wrong(String id) {}

                @View(query = "SELECT uper(id) AS id FROM `order`") // [unknown-function]
                record Other(String id) {}
            }
            """).verify();
        assertThat(messages).contains("did you mean 'upper'?", "CREATE FUNCTION mask(bigint(20), tinyint(4)) RETURNS");
    }

    @Test
    void viewsAndMaterializedViewsCallDeclaredFunctions() {
        new MarkedSources().and(ORDER_TABLE).and("""
            @Schema(name = "shop", value = {Order.class, Shop.Masked.class, Shop.Stored.class, Shop.Split.class},
                    functions = {
                        "CREATE FUNCTION mask(bigint) RETURNS varchar",
                        "CREATE GLOBAL FUNCTION hidden(varchar, ...) RETURNS varchar",
                        "CREATE TABLE FUNCTION parts(bigint) RETURNS varchar"
                    })
            public interface Shop {
                @View(query = "SELECT hidden(mask(id), 'a', 'b') AS id FROM `order`")
                record Masked(String id) {}

                @MaterializedView(query = "SELECT mask(id) AS id FROM `order`")
                record Stored(String id) {}

                @View(query = "SELECT o.id, p.* FROM `order` AS o, parts(o.id) AS p (part)")
                record Split(long id, String part) {}
            }
            """).verify();
    }

    @Test
    void rolesAndQueriesInTheListOfObjectsAreReported() {
        String messages = new MarkedSources().and(ORDER_TABLE).and("""
            @Schema(name = "shop", value = {
                Order.class,
                Shop.Reader.class, // [not-a-member]
                Shop.Reads.class, // [not-a-member]
                Shop.Repeated.class // [not-a-member]
            })
            public interface Shop {
                @RepeatableMigration(schema = Shop.class, statements = {}) // [migration-elsewhere]
                interface Repeated {}

                @dev.cairn.annotation.access.Role // [role-without-schema]
                interface Reader {}

                @Queries(Shop.class)
                interface Reads {}
            }
            """).verify();
        assertThat(messages)
                .contains("it is a role: list it in roles = {…} of the schema")
                .contains("it names its schema itself: remove it from the list")
                .doesNotContain("add one of them");
    }

    @Test
    void membersThatASchemaCannotListAreReported() {
        new MarkedSources().and(ORDER_TABLE).and("""
            @Schema(name = "shop", value = {
                Order.class,
                Order.class, // [listed-twice]
                String.class, // [not-a-member]
                int.class, // [not-a-member]
                Shop.Orders.class, // [same-name]
                Shop.Elsewhere.class,
                Shop.Broken.class
            })
            public interface Shop {
                @View(name = "order", query = "SELECT 1 AS id")
                record Orders(long id) {}

                @Table(name = "order", database = "archive")
                record Elsewhere(long id) {}

                @Table
                record Broken(Thread id) {} // [no-column-for-type]
            }
            """).verify();
    }

    @Test
    void javacReportsMembersThatAreNotVisible() {
        String messages = new MarkedSources().and("""
            package other;
            public interface Records {
                class Inner {
                    @dev.cairn.annotation.Table
                    record Order(long id) {}
                }
            }
            """).and("""
                @Table
                record Local(long id) {}
                """).and("""
                    @Schema(name = "shop", value = {
                        Local.class,
                        other.Records.Inner.Order.class
                    })
                    public interface Shop {}
                    """).verify();
        assertThat(messages).isEmpty();
    }

    @Test
    void aRecordInTwoSchemasIsReported() {
        String messages =
                new MarkedSources().and(ORDER_TABLE).and("""
                    @Schema(name = "crm", value = Order.class)
                    public interface Crm {}
                    """).and("""
                @Schema(name = "shop", value = Order.class) // [two-schemas]
                public interface Shop {}
                """).and("""
                    @Schema(name = "warehouse", value = Order.class)
                    @Allow("two-schemas")
                    public interface Warehouse {}
                    """).verify();
        assertThat(messages).contains("[two-schemas] 'shop.Order' is also in the schema 'crm'");
    }

    @Test
    void aRecordThatWasNeverCompiledWithTheProcessorIsReported() {
        String messages = MarkedSources.of("""
            @Schema(name = "shop", value = com.acme.library.Uncompiled.class) // [missing-descriptor]
            public interface Shop {}
            """).verify();
        assertThat(messages).contains("its generated class com.acme.library.UncompiledTable is not on");
    }

    @Test
    void aDescriptorOfAnotherFormatIsReported() {
        String messages = MarkedSources.of("""
            @Schema(name = "shop", value = com.acme.library.Older.class) // [descriptor-format]
            public interface Shop {}
            """).verify();
        assertThat(messages)
                .contains("com.acme.library.OlderTable has the format 0, but this processor reads the format 3;"
                        + " compile 'Older' again with this version of the processor");
    }

    @Test
    void theRootMayBeInTheUnnamedPackage() {
        new MarkedSources().and("""
            // no package
            import dev.cairn.annotation.*;
            @Table
            record Order(long id) {}
            """).and("""
                // no package
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = Order.class)
                interface Shop {}
                """).verify();
    }

    @Test
    void findingsInNullMarkedCodeAskForNullable() {
        String messages = MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            public record Line(
                    long id,
                    @Varchar(20) String name,
                    @GeneratedAs("id + 1") Long more) {} // [generated-not-null]
            """)
                .and("""
                    @View(query = "SELECT max(name) AS name FROM account")
                    public record Names(
                            String name) {} // [nullable-output]
                    """)
                .and("""
                    @Table
                    @DuplicateKey("id")
                    public record Account(long id, @Varchar(20) String name) {}
                    """)
                .and("""
                    @Schema(name = "shop", value = {Account.class, Names.class})
                    public interface Shop {}
                    """)
                .and("@org.jspecify.annotations.NullMarked package shop;")
                .verify();
        assertThat(messages)
                .contains("add @Nullable, or wrap the value in coalesce", "with @Nullable in @NullMarked code");
    }

    @Test
    void statementsOfClassesAreNeverImplemented() {
        String messages = MarkedSources.of("""
            public abstract class Orders {
                @Query("SELECT 1") // [meaningless]
                abstract int one();

                @Execute("DELETE FROM `order` WHERE id = 1") // [meaningless]
                @Allow("unfiltered")
                void clear() {}
            }
            """).and("""
            public interface Shared {
                @Query("SELECT 1")
                int one();
            }
            """).verify();
        assertThat(messages)
                .contains(
                        "[meaningless] @Query has no effect on a method of a type that is not an interface; remove it");
    }

    @Test
    void aClassWithQueriesIsReportedOnce() {
        MarkedSources.of("""
            @Schema(name = "shop", value = {})
            interface Shop {}

            @Queries(Shop.class)
            abstract class Orders { // [not-an-interface]
                @Query("SELECT 1")
                abstract int one();
            }
            """).verify();
    }

    @Test
    void onlyRecordsHoldTheColumnsOfARow() {
        String messages = MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            record Account(long id, String name) {}

            @Schema(name = "shop", value = Account.class)
            interface Shop {}

            @Queries(Shop.class)
            interface Orders {
                class Row {
                    long id;
                }

                interface Projection {
                    long id();
                }

                @Query("SELECT id, name FROM account WHERE id = 1")
                List<Row> classes(); // [result-type]

                @Query("SELECT id, name FROM account WHERE id = 1")
                List<Projection> interfaces(); // [result-type]

                @Query("SELECT id, name FROM account WHERE id = 1")
                List<Object[]> arrays(); // [result-type]
            }
            """).verify();
        assertThat(messages)
                .contains(
                        "'classes' returns Row, but only a record has a component for each column of a row; change Row"
                                + " to a record")
                .contains(
                        "'arrays' returns Object[], but only a record has a component for each column of a row; return"
                                + " a record, or the type of one column");
    }

    /** Without the property, the second table would have another number of replicas than its colocation group. */
    @Test
    void aWarningAboutAPropertyOfTheRootIsReportedOnceAndThePropertyStaysInForce() {
        MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            @DistributedByHash(value = "id", buckets = 4)
            @ColocateWith("near")
            record Account(long id) {}
            """).and("""
            @Table
            @DuplicateKey("id")
            @DistributedByHash(value = "id", buckets = 4)
            @ColocateWith("near")
            record Order(long id) {}
            """).and("""
            @Schema(name = "shop", value = {Account.class, Order.class},
                    properties = @Property(name = "replication_num", value = "1")) // [single-replica]
            interface Shop {}
            """).verify();
    }
}
