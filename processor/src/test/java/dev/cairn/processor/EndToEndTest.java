package dev.cairn.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.model.JavaClassName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that records and a schema become classes. */
class EndToEndTest {
    @Test
    void aSchemaCompilesWithoutWarnings() {
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Xlint:all,-processing", "-Werror", "-Acairn.pending=off")
                .withProcessors(new CairnProcessor())
                .compile(
                        JavaFileObjects.forSourceString("shop.PageView", """
                            package shop;
                            import dev.cairn.annotation.*;
                            import dev.cairn.type.Bitmap;
                            import java.time.LocalDate;
                            import java.util.List;
                            @Table(comment = "Page views per page and day")
                            @AggregateKey({"page_id", "visit_date"})
                            @PartitionBy("date_trunc('day', visit_date)")
                            @DistributedByHash(value = "page_id", buckets = 8)
                            @Property(name = "replication_num", value = "${replication_num:3}")
                            public record PageView(
                                int pageId,
                                LocalDate visitDate,
                                @Aggregate(Aggregate.Function.SUM) long totalViews,
                                @Aggregate(Aggregate.Function.REPLACE) @Varchar(64) String lastUser,
                                @Aggregate(Aggregate.Function.REPLACE) List<@Varchar(10) String> tags,
                                @Aggregate(Aggregate.Function.BITMAP_UNION) Bitmap distinctUsers) {}
                            """),
                        JavaFileObjects.forSourceString("shop.Shop", """
                            package shop;
                            import dev.cairn.annotation.*;
                            @Schema(name = "shop", value = {PageView.class, Shop.Views.class})
                            public interface Shop {
                                @View(query = "SELECT page_id, sum(total_views) AS views FROM page_view GROUP BY page_id")
                                record Views(Integer pageId, Long views) {}
                            }
                            """));
        assertThat(compilation).succeededWithoutWarnings();
        assertThat(compilation).generatedSourceFile("shop.PageViewTable");
        assertThat(compilation).generatedSourceFile("shop.ShopViewsView");
        assertThat(compilation).generatedSourceFile("shop.ShopSchema");
    }

    /** The root lists the tables in an order in which no server creates them. */
    @Test
    void tablesAreCreatedAfterTheTablesToWhichTheirForeignKeysRefer() {
        CompiledSchemas schemas = CompiledSchemas.of(Map.of(new JavaClassName("shop", List.of("Shop")), """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Shop.Child.class, Shop.Middle.class, Shop.Parent.class})
            public interface Shop {
                @Table
                @DuplicateKey("id")
                @Property(name = "foreign_key_constraints", value = "(middle_id) REFERENCES middle(id)")
                record Child(int id, int middleId) {}

                @Table
                @PrimaryKey("id")
                @Property(name = "foreign_key_constraints", value = "(parent_id) REFERENCES shop.parent(id)")
                record Middle(int id, int parentId) {}

                @Table
                @PrimaryKey("id")
                record Parent(int id) {}
            }
            """));
        assertThat(schemas.errors()).isEmpty();
        assertThat(schemas.schema("shop", "Shop").statements())
                .extracting(sql -> sql.lines().findFirst().orElseThrow())
                .containsExactly("CREATE TABLE `parent` (", "CREATE TABLE `middle` (", "CREATE TABLE `child` (");
    }
}
