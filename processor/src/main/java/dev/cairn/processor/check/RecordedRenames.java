package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.migration.Chain;
import dev.cairn.migration.Migration;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.processor.model.Root.Member;
import dev.cairn.processor.model.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Warns about old names that have no effect: a recorded migration has already replaced them, or no recorded migration
 * contains them. A name that the last migration replaces is not reported, so that sources compile without a warning directly
 * after the recording.
 */
record RecordedRenames(DeclaredSchema schema, Chain chain) {
    private static final String REMEDY = "; correct the old name, or remove @RenamedFrom";

    void check(Findings findings) {
        for (Member member : schema.root().members()) {
            Declaration declaration = member.declaration();
            if (declaration.isSource()) {
                Findings memberFindings = new Findings();
                checkDeclaration(declaration, memberFindings);
                WarningSuppression.addUnsuppressed(
                        memberFindings, declaration, schema.root().allowedWarnings(), findings);
            }
        }
    }

    private void checkDeclaration(Declaration declaration, Findings findings) {
        ObjectName object = ObjectName.of(declaration.name(), schema.session());
        Catalog recorded = chain.headCatalog();
        PreviousName before = declaration.previousName();
        if (before != null) {
            Optional<Database> database = recorded.database(object.database());
            boolean exists =
                    database.filter(objects -> objects.hasObject(before.name())).isPresent();
            boolean replaced =
                    database.filter(objects -> objects.hasObject(object.name())).isPresent();
            if (!exists) {
                checkPreviousName(before, object.name(), replaced, List.of(), findings);
            }
        }
        Optional<Table> table = recorded.table(object.database(), object.name());
        if (table.isEmpty() && before != null) {
            table = recorded.table(object.database(), before.name());
        }
        table.ifPresent(recordedTable -> checkColumns(declaration, recordedTable, findings));
    }

    private void checkColumns(Declaration declaration, Table table, Findings findings) {
        List<String> removed =
                new ArrayList<>(table.columns().stream().map(Column::name).toList());
        declaration.columns().forEach(column -> removed.removeIf(column.name()::equalsIgnoreCase));
        for (DeclaredColumn column : declaration.columns()) {
            PreviousName old = column.previousName();
            if (old != null && table.column(old.name()).isEmpty()) {
                boolean replaced = table.column(column.name()).isPresent();
                checkPreviousName(old, column.name(), replaced, removed, findings);
            }
        }
    }

    /**
     * Checks an old name that does not exist any more.
     *
     * @param replaced whether the new name exists
     * @param removed the recorded columns that are no longer declared, one of which the old name may mean
     */
    private void checkPreviousName(
            PreviousName before, String name, boolean replaced, List<String> removed, Findings findings) {
        List<Migration> migrations = chain.migrations();
        if (migrations.stream().noneMatch(migration -> mentionsName(migration, before.name()))) {
            findings.add(
                    FindingCode.RENAMED_FROM_UNKNOWN,
                    before.place(),
                    name,
                    before.name(),
                    Suggestion.ending(before.name(), removed, REMEDY));
        } else if (replaced && !mentionsName(migrations.get(migrations.size() - 1), before.name())) {
            findings.add(FindingCode.RENAMED_FROM_RECORDED, before.place(), name, before.name());
        }
    }

    private static boolean mentionsName(Migration migration, String name) {
        Pattern word = Pattern.compile(
                "(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return migration.upgrade().stream()
                .anyMatch(statement -> word.matcher(statement).find());
    }
}
