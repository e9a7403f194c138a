package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors that are alike but for their texts. */
class DescriptorTemplateTest {
    private static final String COLUMNS = "(`id` int NOT NULL COMMENT 'a\nb\n\nc', `day` date, `name` string)";

    /** The first makes frames for others. */
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
                "DATE",
                "Ddl"
            })
    void theSameIsWrittenWhateverCameBefore(String record) {
        generation.descriptor(table("Item", COLUMNS, "items"));
        Declaration declared = table(record, COLUMNS, "more\n\nof them");

        String source = generation.descriptor(declared);

        assertThat(source).isEqualTo(new SourceGenerator(GenerationEnvironment.PLAIN).descriptor(declared));
        assertThat(source).doesNotContain("Item", "\u0001");
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
    void columnsOfOtherTypesMakeAnotherFrame() {
        List<String> columns = new ArrayList<>(List.of(
                COLUMNS,
                "(`id` int NOT NULL, `day` date NOT NULL, `name` string)",
                "(`id` int NOT NULL, `day` datetime, `name` string)",
                "(`id` int, `day` date, `name` string)",
                "(`id` bigint NOT NULL, `day` date, `name` string)",
                "(`day` date, `name` string, `id` int NOT NULL)",
                "(`row` int NOT NULL, `value` date, `ddl` string)",
                COLUMNS + " PRIMARY KEY(`id`)"));
        columns.addAll(List.copyOf(columns));
        for (String each : columns) {
            Declaration declared = table("City", each, "cities");
            assertThat(generation.descriptor(declared))
                    .isEqualTo(new SourceGenerator(GenerationEnvironment.PLAIN).descriptor(declared));
        }
    }

    @Test
    void allTextsArePutIn() {
        String source = generation.descriptor(table("Item", COLUMNS, "items"));

        assertThat(Pattern.compile("[^\\p{Print}\n]").matcher(source).find()).isFalse();
        assertThat(source.lines().filter(line -> line.isBlank() && !line.isEmpty()))
                .isEmpty();
    }
}
