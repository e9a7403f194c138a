package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.migration.Chain;
import dev.cairn.migration.Migration;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.OldName;
import dev.cairn.processor.model.Root.Member;
import java.util.Optional;

/**
 * An old name that a recorded migration has already turned into the new one has no effect any more. Nothing is said of it
 * while that migration is the last one, so that what was recorded a moment ago compiles without a warning.
 */
final class RecordedRenames {
    private final DeclaredSchema schema;
    private final Chain chain;

    RecordedRenames(DeclaredSchema schema, Chain chain) {
        this.schema = schema;
        this.chain = chain;
    }

    void check(Findings findings) {
        for (Member member : schema.root().members()) {
            Declaration declaration = member.declaration();
            if (declaration.source()) {
                Findings found = new Findings();
                check(declaration, found);
                WarningSuppression.keep(found, declaration, schema.root().allowed(), findings);
            }
        }
    }

    private void check(Declaration declaration, Findings found) {
        ObjectName object = ObjectName.of(ObjectStub.name(declaration.statement()), schema.session());
        Catalog recorded = chain.head();
        Optional<Database> database = recorded.database(object.database());
        OldName before = declaration.renamedFrom();
        if (before != null
                && database.filter(there -> there.holds(object.name()) && !there.holds(before.name()))
                        .isPresent()) {
            add(before, object.name(), found);
        }
        recorded.table(object.database(), object.name()).ifPresent(table -> {
            for (DeclaredColumn column : declaration.columns()) {
                OldName old = column.renamedFrom();
                if (old != null
                        && table.column(column.name()).isPresent()
                        && table.column(old.name()).isEmpty()) {
                    add(old, column.name(), found);
                }
            }
        });
    }

    private void add(OldName before, String name, Findings found) {
        Migration last = chain.migrations().get(chain.migrations().size() - 1);
        if (last.upgrade().stream().noneMatch(statement -> statement.contains(before.name()))) {
            found.add(FindingCode.RENAMED_FROM_RECORDED, before.place(), name, before.name());
        }
    }
}
