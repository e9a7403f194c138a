package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.column.AlteredColumn;
import dev.cairn.engine.column.GeneratedColumns;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.engine.partition.PartitionAddition;
import dev.cairn.engine.partition.PartitionRemoval;
import dev.cairn.engine.partition.PartitionReplacement;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.AddColumn;
import dev.cairn.sql.ast.AlterClause.AddColumns;
import dev.cairn.sql.ast.AlterClause.DropColumn;
import dev.cairn.sql.ast.AlterClause.ModifyColumn;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.Optional;

/** Checks each clause of an ALTER TABLE against the current table; the server calls this phase analysis. */
public final class ClauseCheck {
    private ClauseCheck() {}

    public static void check(AlterTableContext alteration, AlterClause clause) {
        if (AlterOperation.changesSchema(clause) || clause instanceof AlterClause.RenameColumn) {
            ColumnClauses.check(alteration, clause);
        } else if (clause instanceof AlterClause.RenameTable rename) {
            Renaming.check(alteration, rename);
        } else if (clause instanceof AlterClause.RenameRollup rename) {
            NameRules.checkTable(rename.to().text(), rename.to().span());
        } else if (clause instanceof AlterClause.AddRollup add) {
            AlteredRollups.check(add);
        } else if (clause instanceof AlterClause.SetProperties set) {
            PropertyCheck.check(alteration, set);
        } else if (clause instanceof AlterClause.SetAutoIncrement set && set.value() <= 0) {
            throw Refusal.analysis(set.span(), "AUTO_INCREMENT value must be positive");
        } else if (clause instanceof AlterClause.Optimize optimize) {
            OptimizeChange.check(alteration, optimize);
        } else if (clause instanceof AlterClause.DefaultBuckets buckets) {
            DefaultBucketsChange.check(alteration.table(), buckets);
        } else if (clause instanceof AlterClause.Verbatim verbatim) {
            InapplicableClauses.check(alteration, verbatim);
        } else {
            checkPartitions(alteration, clause);
        }
    }

    private static void checkPartitions(AlterTableContext alteration, AlterClause clause) {
        if (clause instanceof AlterClause.AddPartition add) {
            PartitionAddition.check(alteration, add);
        } else if (clause instanceof AlterClause.DropPartitions drop) {
            PartitionRemoval.check(alteration, drop);
        } else if (clause instanceof AlterClause.ReplacePartitions replace) {
            PartitionReplacement.check(replace);
        } else if (clause instanceof AlterClause.ModifyPartitions modify) {
            new PartitionModification(alteration, modify).check();
        } else if (clause instanceof AlterClause.RenamePartition rename) {
            NameRules.checkPartition(rename.to().text(), rename.to().span());
        }
    }

    /** Checks the clauses that change columns and indexes. */
    private static final class ColumnClauses {
        private final AlterTableContext alteration;

        private ColumnClauses(AlterTableContext alteration) {
            this.alteration = alteration;
        }

        static void check(AlterTableContext alteration, AlterClause clause) {
            new ColumnClauses(alteration).check(clause);
        }

        private void check(AlterClause clause) {
            if (clause instanceof AddColumn add) {
                check(add);
            } else if (clause instanceof AddColumns add) {
                check(add);
            } else if (clause instanceof ModifyColumn modify) {
                check(modify);
            } else if (clause instanceof DropColumn drop) {
                requireNotComputedFrom(drop.column());
            } else if (clause instanceof AlterClause.AddField add) {
                FieldPaths.check(alteration, add);
            } else if (clause instanceof AlterClause.DropField drop) {
                FieldPaths.check(alteration, drop);
            } else if (clause instanceof AlterClause.AddIndex add) {
                check(add);
            } else if (clause instanceof AlterClause.RenameColumn rename) {
                NameRules.checkColumn(
                        alteration.profile(), rename.to().text(), rename.to().span());
            }
        }

        private void check(AddColumn clause) {
            ColumnDefinition definition = clause.column();
            Column column = AlteredColumn.modified(alteration, definition);
            requireNoTime(column, definition.span());
            if (definition.generated() != null) {
                GeneratedColumns.check(alteration, definition, column);
                return;
            }
            boolean aggregated = alteration.isModel(KeyModel.PRIMARY) || column.aggregation() != null;
            if (aggregated && clause.position() instanceof Position.First) {
                throw Refusal.analysis(definition.span(), "Cannot add value column[" + column.name() + "] at first");
            }
            AlteredColumn.added(alteration, definition);
        }

        private void check(AddColumns clause) {
            boolean generated = false;
            boolean plain = false;
            for (ColumnDefinition definition : clause.columns()) {
                Column column = AlteredColumn.modified(alteration, definition);
                if (definition.generated() != null) {
                    GeneratedColumns.check(alteration, definition, column);
                    generated = true;
                } else {
                    plain = true;
                }
            }
            if (generated && plain) {
                throw Refusal.analysis(
                        clause.span(), "Can not add normal column and Generated Column in the same time");
            }
            if (plain) {
                clause.columns().forEach(definition -> AlteredColumn.added(alteration, definition));
            }
        }

        private void check(ModifyColumn clause) {
            ColumnDefinition definition = clause.column();
            Column column = AlteredColumn.modified(alteration, definition);
            requireNoTime(column, definition.span());
            if (definition.generated() != null) {
                GeneratedColumns.check(alteration, definition, column);
            } else if (clause.position() instanceof Position.After after) {
                requireOrdinary(after.column());
            }
        }

        private static void requireNoTime(Column column, Span at) {
            if (PrimitiveType.of(column.type()) == PrimitiveType.TIME) {
                throw Refusal.analysis(at, "Unsupported data type: TIME");
            }
        }

        private void requireOrdinary(Name name) {
            Column column = alteration
                    .table()
                    .column(name.text())
                    .orElseThrow(() -> Refusal.execution(name.span(), "Column[" + name + "] does not exists"));
            if (column.generated() != null) {
                throw Refusal.analysis(name.span(), "Can not modify column after Generated Column");
            }
        }

        private void requireNotComputedFrom(Name name) {
            Optional<String> reader = alteration.table().columnGeneratedFrom(name.text());
            if (reader.isPresent()) {
                throw Refusal.analysis(
                        name.span(),
                        "Column: " + name + " can not be dropped, because expression of Generated Column: "
                                + reader.get() + " will refer to it");
            }
        }

        private void check(AlterClause.AddIndex clause) {
            IndexRules.checkAlone(clause.index());
            if (!alteration.profile().atLeast(Version.V4_0)) {
                IndexChange.indexed(alteration.table(), clause.index());
            }
        }
    }
}
