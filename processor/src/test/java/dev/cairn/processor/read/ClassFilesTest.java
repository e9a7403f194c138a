package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.sql.Sql;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Tests that types of libraries are read from their class files. */
class ClassFilesTest {
    @Test
    void theTypesOfComponentsAreRead() {
        String ddl = ReadSources.of("""
            @Table
            public record Person(
                    long id,
                    com.acme.library.Parts.Address home,
                    com.acme.library.Parts.Level level,
                    @Embedded(prefix = "audit_") com.acme.library.Parts.Audit audit) {}
            """).ddl();
        assertThat(ddl).isEqualTo("""
            CREATE TABLE `person` (
              `id` bigint(20) NOT NULL,
              `home` struct<street varchar(40), no int(11), tags array<varchar(8)>> NULL,
              `level` varchar(65533) NULL,
              `audit_created_by` varchar(64) NULL,
              `audit_level` varchar(65533) NULL,
              `audit_marks` array<int(11)> NULL
            )\
            """);
    }

    @Test
    @DisabledForJreRange(min = JRE.JAVA_22, disabledReason = "javac reads type annotations of class files since 22")
    void annotationsThatClassFilesLackAreReported() {
        String messages = MarkedSources.of("""
            @Table
            public record Person(
                    long id,
                    com.acme.library.Labels labels, // [lost-annotations]
                    com.acme.library.Amounts amounts) {} // [lost-annotations]
            """).verify();
        assertThat(messages).contains("'labels' is in a class file");
    }

    @Test
    void aRecordWithoutSourceIsReadFromItsDescriptor() {
        ReadSources readSources = ReadSources.of("""
            @Schema(name = "shop", value = com.acme.library.Compiled.class)
            public interface Shop {}
            """);
        assertThat(readSources.findings).isEmpty();
        SchemaRoot root = readSources.readings.get(0).roots().get(0);
        ObjectDeclaration declaration = root.members().get(0).declaration();
        assertThat(declaration.isFromSource()).isFalse();
        assertThat(declaration.kind()).isEqualTo(ObjectDeclaration.Kind.SNAPSHOT_TABLE);
        assertThat(Sql.render(declaration.statement())).isEqualTo("""
            CREATE TABLE `compiled` (
              `id` bigint(20) NOT NULL,
              `note` varchar(20) NULL
            )\
            """);
        assertThat(declaration.columns().get(1).javaType())
                .isEqualTo(new JavaType.Enumeration(
                        new JavaClassName("com.acme.library", List.of("Parts", "Level")), List.of("LOW", "HIGH")));
        assertThat(declaration.query().text()).isEqualTo("SELECT 1 AS id, 'a' AS note");
        assertThat(declaration.previousName().name()).isEqualTo("renown");
        assertThat(declaration.columns().get(1).previousName().name()).isEqualTo("remark");
        assertThat(declaration.allowedWarnings()).extracting("code").containsExactly("single-bucket");
        assertThat(declaration.matchesColumnsByPosition()).isTrue();
        int place = root.members().get(0).place().number();
        assertThat(declaration.statement().span().line()).isEqualTo(place);
        assertThat(declaration.columns())
                .allSatisfy(column -> assertThat(column.place().number()).isEqualTo(place));
    }
}
