package dev.cairn.tooling.recording;

import dev.cairn.migration.Chain;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.Rebase;
import dev.cairn.migration.Rebase.Move;
import dev.cairn.plan.step.Plan;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.RecordedSchema;
import dev.cairn.processor.check.RecordedTargets;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Rewrites the files of moved migrations. All edits are computed before the first file is written. */
final class MigrationFileRebase {
    private final MigrationFiles files;
    private final RecordedTargets targets;
    private final List<Migration> migrations;

    /** The edited source of a moved migration. */
    private record EditedMigration(Move move, String text) {
        boolean isMovedUp() {
            return move.moved().number() > move.original().number();
        }
    }

    MigrationFileRebase(Project project, RecordedTargets targets) {
        this.files = new MigrationFiles(project.sources());
        this.targets = targets;
        this.migrations = targets.firstSchema().migrations().stream()
                .map(MigrationDeclaration::migration)
                .toList();
    }

    private String names() {
        return String.join(
                ", ", new TreeSet<>(migrations.stream().map(Migration::name).toList()));
    }

    RebasedFiles rebase(String name) {
        Rebase rebase = Rebase.of(migrations, name)
                .orElseThrow(() -> new RecordingException(
                        Reason.USAGE,
                        "There is no migration '" + name + "'" + (migrations.isEmpty() ? "" : ", only " + names())
                                + "."));
        List<Chain> chains = createChains(rebase.moves());
        List<EditedMigration> edited = new ArrayList<>(withHashOfRecords(rebase.moves(), chains).stream()
                .map(this::editMigration)
                .toList());
        requireFreeTargets(rebase.moves());
        List<Path> written = new ArrayList<>();
        boolean movesUp = edited.stream().anyMatch(EditedMigration::isMovedUp);
        if (movesUp) {
            // The last one first: each takes a name that its successor has freed.
            Collections.reverse(edited);
        }
        edited.forEach(edit -> written.add(writeMigration(edit.move(), edit.text())));
        return new RebasedFiles(written, rebase.moves(), collectProblems(chains));
    }

    /** Updates the last migration's hash of the records, if the migrations lead to the records. */
    private List<Move> withHashOfRecords(List<Move> moves, List<Chain> chains) {
        List<Move> edits = new ArrayList<>(moves);
        boolean current = true;
        for (int i = 0; i < chains.size(); i++) {
            DeclaredSchema schema = targets.schemas().get(i).schema();
            current &= schema.planFrom(chains.get(i)).filter(Plan::isEmpty).isPresent();
        }
        boolean leadsToRecords = current;
        DeclaredSchema schema = targets.firstSchema().schema();
        chains.get(0)
                .lastMigration()
                .filter(last -> leadsToRecords && isSource(last, moves))
                .ifPresent(last -> {
                    Migration from = moves.stream()
                            .filter(move -> move.moved().equals(last))
                            .map(Move::original)
                            .findFirst()
                            .orElse(last);
                    edits.removeIf(move -> move.moved().equals(last));
                    edits.add(new Move(from, last.withRecordHash(schema.hashRecords())));
                });
        edits.removeIf(move -> move.moved().equals(move.original()));
        return edits;
    }

    private EditedMigration editMigration(Move move) {
        Path file = fileOf(move.original());
        Optional<String> edited = MigrationEdit.apply(MigrationFiles.read(file), move.original(), move.moved());
        return edited.map(text -> new EditedMigration(move, text))
                .orElseThrow(() -> new RecordingException(
                        Reason.SOURCES,
                        file + " has no @Migration(number = …) that can be edited; write number = "
                                + move.moved().number() + " and after = \""
                                + move.moved().predecessorHash() + "\" there, and rename the type to "
                                + move.moved().name()));
    }

    private Path fileOf(Migration migration) {
        return files.find(typeOf(migration.name()))
                .orElseThrow(() -> new RecordingException(
                        Reason.SOURCES, migration.name() + " has no source file with its name, so it can't be moved."));
    }

    private JavaName typeOf(String name) {
        return new JavaName(targets.root().migrations(), List.of(name));
    }

    private void requireFreeTargets(List<Move> moves) {
        List<String> leaving =
                moves.stream().map(move -> move.original().name()).toList();
        for (Move move : moves) {
            Path target = fileOf(move.original()).resolveSibling(move.moved().name() + ".java");
            boolean moved = move.moved().name().equals(move.original().name())
                    || leaving.contains(move.moved().name());
            if (!moved && Files.exists(target)) {
                throw new RecordingException(
                        Reason.USAGE, target + " already exists; rename one of the two files first.");
            }
        }
    }

    private Path writeMigration(Move move, String text) {
        Path file = fileOf(move.original());
        if (move.original().name().equals(move.moved().name())) {
            MigrationFiles.replace(file, text);
            return file;
        }
        Path target = file.resolveSibling(move.moved().name() + ".java");
        MigrationFiles.create(target, text);
        MigrationFiles.delete(file);
        return target;
    }

    private boolean isSource(Migration migration, List<Move> moves) {
        return moves.stream().anyMatch(move -> move.moved().equals(migration))
                || files.find(typeOf(migration.name())).isPresent();
    }

    /** The chains with the moved migrations, one for each target. */
    private List<Chain> createChains(List<Move> moves) {
        List<Migration> moved = new ArrayList<>(migrations);
        for (Move move : moves) {
            moved.remove(move.original());
            moved.add(move.moved());
        }
        return targets.schemas().stream()
                .map(RecordedSchema::schema)
                .map(schema ->
                        Chain.of(moved, new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog())))
                .toList();
    }

    private static List<String> collectProblems(List<Chain> chains) {
        return chains.stream()
                .flatMap(chain -> chain.problems().stream())
                .map(problem -> problem.migration() + ": " + problem.message())
                .distinct()
                .toList();
    }
}
