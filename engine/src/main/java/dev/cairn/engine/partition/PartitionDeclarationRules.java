package dev.cairn.engine.partition;

import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The rules that declared range partitions and list partitions have in common. */
final class PartitionDeclarationRules {
    private PartitionDeclarationRules() {}

    /** Returns the columns of the partitioning; refuses a name that occurs twice. */
    static List<DraftColumn> resolveColumns(List<Name> names, Function<Name, DraftColumn> columnResolver) {
        Set<String> columnNames = new HashSet<>();
        List<DraftColumn> columns = new ArrayList<>(names.size());
        for (Name name : names) {
            if (!columnNames.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.ofAnalysis(name.span(), CommonRule.DUPLICATE, RuleSubject.COLUMN, name);
            }
            columns.add(columnResolver.apply(name));
        }
        return columns;
    }

    static Refusal createColumnTypeRefusal(DraftColumn column, Name name) {
        return Refusal.ofAnalysis(
                name.span(),
                PartitionRule.PARTITION_COLUMN_TYPE_UNSUPPORTED,
                column.name(),
                TypeFormat.formatForMessages(column.type()));
    }

    /** Requires that no earlier partition has the name, ignoring case, and adds it to the used names. */
    static void requireUnusedName(PartitionDefinition partition, Set<String> usedNames) {
        Name name = partition.name();
        if (!usedNames.add(name.text().toLowerCase(Locale.ROOT))) {
            throw Refusal.ofAnalysis(name.span(), PartitionRule.NAME_REPEATED, name);
        }
    }

    static void requireValidName(PartitionDefinition partition) {
        NameValidation.requireValidPartitionName(
                partition.name().text(), partition.name().span());
    }
}
