package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.Table;
import dev.cairn.plan.seed.SeedRule;
import dev.cairn.plan.seed.SeedStatements;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows that a record declares, and adds them to its table. Each row is checked separately, so that a mistake
 * in one row does not hide mistakes in other rows.
 */
record SeedCheck(ObjectDeclaration declaration, DeclaredSeed seed, Findings findings) {
    private static final int MAX_ROWS = 1000;
    private static final Map<SeedRule, String> REMEDY_BY_RULE = Map.ofEntries(
            Map.entry(SeedRule.NOT_PRIMARY_KEY, "declare @PrimaryKey, or insert the rows in a @RepeatableMigration"),
            Map.entry(SeedRule.AUTO_INCREMENT_COLUMN, "remove @AutoIncrement, or insert the rows in a migration"),
            Map.entry(
                    SeedRule.UNSUPPORTED_TYPE,
                    "change the type, or insert the rows in a @RepeatableMigration, whose effect is not compared"),
            Map.entry(SeedRule.GENERATED_COLUMN, "remove it and its values"),
            Map.entry(SeedRule.REPEATED_COLUMN, "remove one of the two"),
            Map.entry(SeedRule.MISSING_COLUMN, "list all columns, and write NULL where a row has no value"),
            Map.entry(SeedRule.VALUE_COUNT, "write one value for each of %s"),
            Map.entry(SeedRule.NOT_A_LITERAL, "write it as such a literal"),
            Map.entry(SeedRule.NULL_VALUE, "write a value, or let the column be NULL"),
            Map.entry(SeedRule.OUT_OF_RANGE, "correct the value, or widen the column"),
            Map.entry(SeedRule.TOO_LONG, "shorten the value, or widen the column"),
            Map.entry(SeedRule.ROW_TOO_LONG, "insert it in a migration"),
            Map.entry(SeedRule.REPEATED_KEY, "remove one of the two rows"));

    /**
     * Returns the catalog in which the table has the valid rows, and reports the other rows. If the table can't have
     * declared rows, reports this and returns the same catalog.
     *
     * @throws java.util.NoSuchElementException if the catalog does not contain the table
     */
    Catalog addTo(Catalog catalog, String selectedDatabaseName) {
        Database database = catalog.findDatabase(declaration.databaseName(selectedDatabaseName))
                .orElseThrow();
        Table table = database.findTable(declaration.name().lastPart().text()).orElseThrow();
        Findings shapeFindings = new Findings();
        SeedCheck shapeCheck = new SeedCheck(declaration, seed, shapeFindings);
        SeedStatements.checkTable(table, seed.place().span(), shapeCheck::reportTableRefusal);
        List<Column> columns = List.of();
        if (!shapeFindings.hasErrors()) {
            List<Refusal> columnRefusals = new ArrayList<>();
            columns = SeedStatements.resolveColumns(
                    table, seed.columnNames(), seed.columnsPlace().span(), columnRefusals::add);
            shapeCheck.reportColumnRefusals(columnRefusals);
        }
        if (seed.rows().size() > MAX_ROWS) {
            shapeFindings.add(
                    CompileRule.SEED_TABLE,
                    seed.place(),
                    table.name(),
                    "@Seed is for small tables, and " + seed.rows().size() + " rows are more than " + MAX_ROWS,
                    "load the rows, or insert them in a migration");
        }
        findings.addAll(shapeFindings);
        if (shapeFindings.hasErrors()) {
            return catalog;
        }
        List<List<@Nullable Expression>> rows = seed.rows().stream()
                .<List<@Nullable Expression>>map(row -> List.copyOf(row.values()))
                .toList();
        checkConstants();
        SeedRows validRows = SeedStatements.readRows(columns, rows, seed.place().span(), this::reportRowRefusal);
        return catalog.withDatabase(database.withTable(table.withSeedRows(validRows)));
    }

    /** Checks that each value of a column with an enum is one of its constants. */
    private void checkConstants() {
        for (int i = 0; i < seed.columnNames().size(); i++) {
            Name columnName = seed.columnNames().get(i);
            for (DeclaredColumn column : declaration.columns()) {
                if (columnName.equalsIgnoreCase(column.name())
                        && column.javaType() instanceof JavaType.Enumeration enumType) {
                    checkColumnConstants(columnName, i, enumType);
                }
            }
        }
    }

    private void checkColumnConstants(Name columnName, int columnIndex, JavaType.Enumeration enumType) {
        for (DeclaredSeed.Row row : seed.rows()) {
            if (declaration.isFromSource()
                    && columnIndex < row.values().size()
                    && row.values().get(columnIndex) instanceof Expression.StringLiteral textLiteral
                    && !enumType.constants().contains(textLiteral.value())) {
                findings.add(
                        CompileRule.UNKNOWN_CONSTANT,
                        row.place(),
                        textLiteral.value(),
                        enumType.text(),
                        "'" + columnName.text() + "'",
                        Suggestion.renderSuffix(textLiteral.value(), enumType.constants()));
            }
        }
    }

    private Place placeOf(Refusal refusal) {
        return declaration.isFromSource() ? Place.of(refusal.span()) : declaration.place();
    }

    /** Reports only the first refusal, because javac prints only one message at a place. */
    private void reportTableRefusal(Refusal refusal) {
        if (findings.hasErrors()) {
            return;
        }
        findings.add(
                CompileRule.SEED_TABLE,
                placeOf(refusal),
                declaration.name().lastPart().text(),
                refusal.detail(),
                describeRemedy(refusal));
    }

    /** Reports the refusals, but no missing columns beside an unknown one: it is probably one of them, misspelled. */
    private void reportColumnRefusals(List<Refusal> refusals) {
        boolean hasUnknownColumn = refusals.stream().anyMatch(refusal -> refusal.hasRule(SeedRule.UNKNOWN_COLUMN));
        refusals.stream()
                .filter(refusal -> !(hasUnknownColumn && refusal.hasRule(SeedRule.MISSING_COLUMN)))
                .forEach(this::reportColumnRefusal);
    }

    private void reportColumnRefusal(Refusal refusal) {
        String remedy = refusal.hasRule(SeedRule.UNKNOWN_COLUMN)
                ? Suggestion.renderColumnSuffix(String.valueOf(refusal.argument(1)), declaration.columns())
                : "; " + describeRemedy(refusal);
        findings.add(CompileRule.SEED_COLUMN, placeOf(refusal), refusal.detail(), remedy);
    }

    private void reportRowRefusal(Refusal refusal) {
        Place place = Place.of(refusal.span());
        int rowNumber = 1;
        while (rowNumber < seed.rows().size()
                && !seed.rows().get(rowNumber - 1).place().equals(place)) {
            rowNumber++;
        }
        findings.add(CompileRule.SEED_ROW, placeOf(refusal), rowNumber, refusal.detail(), describeRemedy(refusal));
    }

    private String describeRemedy(Refusal refusal) {
        return refusal.rule()
                .map(REMEDY_BY_RULE::get)
                .map(remedy -> remedy.replace(
                        "%s", seed.columnNames().stream().map(Name::text).collect(Collectors.joining(", "))))
                .orElse("correct it");
    }
}
