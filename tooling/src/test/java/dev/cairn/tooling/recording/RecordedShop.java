package dev.cairn.tooling.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.SourceTree;
import dev.cairn.processor.UserClassPath;
import dev.cairn.schema.SchemaDescriptor;
import java.nio.file.Path;
import java.util.List;

/** Creates the sources of a schema with one table, records its migrations, and requires that the result compiles. */
final class RecordedShop {
    private RecordedShop() {}

    /** Returns sources with a schema of one table, whose record has these components. */
    static SourceTree createShop(Path folder, String components) {
        return new SourceTree(folder).with("""
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """).with(renderAccount(components));
    }

    static String renderAccount(String components) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            /** Names a class that is generated: {@link AccountTable}. */
            @Table @PrimaryKey("id") @DistributedByHash("id")
            public record Account(%s) {
                static final AccountTable TABLE = AccountTable.ACCOUNT;
            }
            """.formatted(components);
    }

    static MigrationRecorder openRecorder(SourceTree tree) {
        return MigrationRecorder.open(new Project(List.of(tree.sources()), UserClassPath.ENTRIES, List.of()), "");
    }

    static void record(SourceTree tree, String message) {
        assertThat(openRecorder(tree).record(message, RecordingOptions.NO_CONSENT))
                .isPresent();
        assertCompiles(tree);
    }

    /** Requires that the sources compile without a warning, and that no change is pending. */
    static void assertCompiles(SourceTree tree) {
        assertThat(tree.compile("-Werror", "-Acairn.pending=error")).isEmpty();
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isFalse();
    }

    static SchemaDescriptor loadSchema(SourceTree tree) {
        return tree.loadConstant(SchemaDescriptor.class, "shop.ShopSchema", "SCHEMA");
    }
}
