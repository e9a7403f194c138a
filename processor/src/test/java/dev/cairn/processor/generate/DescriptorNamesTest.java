package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.ObjectDeclaration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a descriptor compiles, whatever the names of its record and its columns are. */
class DescriptorNamesTest {
    private static final String COLUMN_DEFINITIONS =
            "(`id` int NOT NULL COMMENT 'a\nb\n\nc', `day` date, `name` string)";

    private final SourceGenerator generator = new SourceGenerator(GenerationEnvironment.PLAIN);

    private static ObjectDeclaration table(String record, String comment) {
        String name = record.replace('.', '_').toLowerCase(Locale.ROOT);
        return Declarations.table(
                record, "CREATE TABLE `" + name + "` " + COLUMN_DEFINITIONS + " COMMENT '" + comment + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "City",
                "Outer.Inner",
                "Day",
                "Row",
                "Row.Inner",
                "RowSink",
                "Declared",
                "Generated",
                "Override",
                "String",
                "ValueType",
                "Nullable",
                "NullableColumn",
                "IntColumn",
                "Column",
                "Date",
                "LocalDate",
                "Boolean",
                "DATE",
                "Ddl"
            })
    void theSourceCompilesForRecordsOfAnyName(String record) {
        ObjectDeclaration declaration = table(record, "more\n\nof them");
        String simpleName = record.substring(record.indexOf('.') + 1);
        String recordSource = "record " + simpleName + "(int id, java.time.LocalDate day, java.lang.String name) {}";
        String outerName = record.substring(0, Math.max(0, record.indexOf('.')));

        CompiledClasses.of(
                "com.acme." + declaration.descriptorName().simpleName(),
                generator.generateDescriptor(declaration),
                "package com.acme;\n\npublic "
                        + (outerName.isEmpty()
                                ? recordSource
                                : "interface " + outerName + " { " + recordSource + " }"));
    }

    @Test
    void linesHaveNoTrailingBlanks() {
        String source = generator.generateDescriptor(table("Item", "items"));

        assertThat(source.lines().filter(line -> line.isBlank() && !line.isEmpty()))
                .isEmpty();
    }
}
