package dev.cairn.plan.change;

import dev.cairn.engine.Engine;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StatementTarget;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What takes a single statement back: found as any other change is, from what is to what was. */
final class Reversal {
    private final SimulatedAction played;
    private final Simulation back;

    private Reversal(Engine engine, SimulatedAction played) {
        this.played = played;
        this.back = new Simulation(engine, played.sessionAfter(), played.after());
    }

    static List<Statement> of(Engine engine, SimulatedAction played, boolean destroys) {
        ObjectName subject = StatementTarget.of(played);
        Statement statement = played.action().statement();
        // Of a dropped table only the definition could be made again.
        if (destroys || subject == null || statement == null || statement instanceof Statement.DropTable) {
            return List.of();
        }
        return new Reversal(engine, played).of(subject);
    }

    private List<Statement> of(ObjectName subject) {
        Statement statement = Objects.requireNonNull(played.action().statement());
        Optional<Statement> renamed = renamedBack(statement, subject);
        if (renamed.isPresent()) {
            back.attempt(renamed.get());
        } else {
            restore(subject);
        }
        return back.played().stream()
                .map(each -> Objects.requireNonNull(each.action().statement()))
                .toList();
    }

    private Optional<Statement> renamedBack(Statement statement, ObjectName subject) {
        if (statement instanceof Statement.AlterTable alter && alter.clauses().size() == 1) {
            AlterClause clause = alter.clauses().get(0);
            if (clause instanceof AlterClause.RenameTable rename) {
                return Optional.of(altered(
                        subject.named(rename.to().text()),
                        new AlterClause.RenameTable(Name.of(subject.name()), Span.NONE)));
            }
            if (clause instanceof AlterClause.RenameColumn rename) {
                return Optional.of(
                        altered(subject, new AlterClause.RenameColumn(rename.to(), rename.from(), Span.NONE)));
            }
            if (clause instanceof AlterClause.Swap) {
                return Optional.of(statement);
            }
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            if (alter.change() instanceof MaterializedViewChange.Swap) {
                return Optional.of(statement);
            }
            if (alter.change() instanceof MaterializedViewChange.Rename rename) {
                return Optional.of(new ViewStatement.AlterMaterializedView(
                        subject.named(rename.to().text()).in(played.sessionAfter()),
                        new MaterializedViewChange.Rename(Name.of(subject.name())),
                        Span.NONE));
            }
        }
        return Optional.empty();
    }

    private Statement altered(ObjectName name, AlterClause clause) {
        return new Statement.AlterTable(name.in(played.sessionAfter()), List.of(clause), Span.NONE);
    }

    private void restore(ObjectName subject) {
        Optional<SchemaObject> before = SchemaObject.find(played.before(), subject);
        Optional<SchemaObject> after = SchemaObject.find(played.after(), subject);
        if (before.isEmpty() && after.isPresent()) {
            DefinitionStatements.drop(back, subject, after.get());
        } else if (before.isPresent() && after.isEmpty()) {
            back.attempt(DefinitionStatements.create(back.profile(), back.session(), subject, before.get()));
        } else if (before.isPresent() && !before.equals(after)) {
            change(subject, before.get());
        }
    }

    private void change(ObjectName subject, SchemaObject before) {
        Simulation fork = back.fork();
        boolean restored = false;
        if (before instanceof OfTable held) {
            restored =
                    new TableAlteration(fork, subject, held.table()).carryOut().isEmpty();
        } else if (before instanceof OfView held) {
            restored = ViewChange.carryOut(fork, subject, held.view()).isEmpty();
        } else if (before instanceof OfMaterializedView held) {
            restored = new MaterializedViewAlteration(fork, subject, held.view())
                    .carryOut()
                    .isEmpty();
        }
        if (restored) {
            back.take(fork);
        }
    }
}
