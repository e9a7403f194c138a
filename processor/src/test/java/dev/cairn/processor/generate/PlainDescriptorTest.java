package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.Declaration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors of the most frequent form are written by other code than all others, as the same source. */
class PlainDescriptorTest {
    private static final String COLUMNS = "(`id` int NOT NULL COMMENT 'a\nb\n\nc', `day` date, `name` string)";

    private final SourceGenerator generation = new SourceGenerator(GenerationEnvironment.PLAIN);

    private static Declaration table(String record, String columns, String comment) {
        String name = record.replace('.', '_').toLowerCase(Locale.ROOT);
        return Declarations.table(record, "CREATE TABLE `" + name + "` " + columns + " COMMENT '" + comment + "'");
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
    void theSourceIsTheSameForRecordsOfAnyName(String record) {
        Declaration declared = table(record, COLUMNS, "more\n\nof them");

        String source = generation.descriptor(declared);

        assertThat(source).isEqualTo(generation.descriptor(DescriptorParts.of(declared)));
        String inner = record.substring(record.indexOf('.') + 1);
        String written = "record " + inner + "(int id, java.time.LocalDate day, java.lang.String name) {}";
        String outer = record.substring(0, Math.max(0, record.indexOf('.')));
        Compiled.of(
                "com.acme." + declared.descriptor().simple(),
                source,
                "package com.acme;\n\npublic "
                        + (outer.isEmpty() ? written : "interface " + outer + " { " + written + " }"));
    }

    @Test
    void theSourceIsTheSameForColumnsOfAnyType() {
        List<String> columns = List.of(
                COLUMNS,
                "(`id` int NOT NULL, `day` date NOT NULL, `name` string)",
                "(`id` int, `day` datetime, `name` string)",
                "(`day` date, `name` string, `id` bigint NOT NULL)",
                "(`row` int NOT NULL, `value` date, `ddl` string)",
                "(`flag` boolean, `users` bitmap, `price` decimal(10, 2), `document` json)",
                COLUMNS + " PRIMARY KEY(`id`)");
        for (String each : columns) {
            Declaration declared = table("City", each, "cities");
            assertThat(new PlainDescriptor(DescriptorParts.of(declared), GenerationEnvironment.PLAIN).isPossible())
                    .isTrue();
            assertThat(generation.descriptor(declared)).isEqualTo(generation.descriptor(DescriptorParts.of(declared)));
        }
    }

    @Test
    void linesHaveNoTrailingBlanks() {
        String source = generation.descriptor(table("Item", COLUMNS, "items"));

        assertThat(source.lines().filter(line -> line.isBlank() && !line.isEmpty()))
                .isEmpty();
    }
}
