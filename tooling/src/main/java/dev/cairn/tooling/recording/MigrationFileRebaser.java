package dev.cairn.tooling.recording;

import dev.cairn.engine.context.Session;
import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.ChainRule;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.migration.MigrationRebase;
import dev.cairn.migration.MigrationRebase.Move;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.AlterViewQuery;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.tooling.project.TextFileWriter;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rewrites the files of moved migrations. All edits are computed before the first file is written, so that a source
 * that can't be edited leaves all files unchanged.
 */
final class MigrationFileRebaser {
    private final SourceFiles sourceFiles;
    private final RecordedSchemas recordedSchemas;
    private final List<Migration> migrations;

    /** The edited source of a moved migration. */
    private record EditedMigration(Move move, String text) {
        boolean hasHigherNumber() {
            return move.movedMigration().number() > move.original().number();
        }
    }

    MigrationFileRebaser(Project project, RecordedSchemas recordedSchemas) {
        this.sourceFiles = new SourceFiles(project.sourceDirectories());
        this.recordedSchemas = recordedSchemas;
        this.migrations = recordedSchemas.firstSchema().migrations().stream()
                .map(MigrationDeclaration::migration)
                .toList();
    }

    private String joinMigrationNames() {
        return String.join(
                ", ", new TreeSet<>(migrations.stream().map(Migration::name).toList()));
    }

    /**
     * Moves a migration, and the migrations that were recorded after it, to the end of the chain.
     *
     * @throws RecordingException if there is no such migration, or if a file can't be edited
     */
    RebaseResult rebase(String migrationName) {
        MigrationRebase rebasePlan = MigrationRebase.plan(migrations, migrationName)
                .orElseThrow(() -> new RecordingException(
                        Reason.USAGE,
                        "There is no migration '" + migrationName + "'"
                                + (migrations.isEmpty() ? "" : ", only " + joinMigrationNames()) + "."));
        List<Migration> movedMigrations = applyMoves(rebasePlan.moves());
        List<MigrationChain> chains = createVerifiers().stream()
                .map(verifier -> MigrationChain.verify(movedMigrations, verifier))
                .toList();
        requireNoDataLoss(rebasePlan.moves(), chains);
        requireNoRevertedColumn(rebasePlan.moves(), movedMigrations);
        List<EditedMigration> editedMigrations =
                new ArrayList<>(collectMovesToWrite(rebasePlan.moves(), chains).stream()
                        .map(this::editMigration)
                        .toList());
        requireFreeFileNames(rebasePlan.moves());
        List<Path> writtenFiles = new ArrayList<>();
        boolean hasHigherNumbers = editedMigrations.stream().anyMatch(EditedMigration::hasHigherNumber);
        if (hasHigherNumbers) {
            // The last migration is written first, because each takes a file name that its successor has freed.
            Collections.reverse(editedMigrations);
        }
        editedMigrations.forEach(
                editedMigration -> writtenFiles.add(moveFile(editedMigration.move(), editedMigration.text())));
        List<String> problems = new ArrayList<>(describeProblems(chains));
        boolean areStatementsAccepted = chains.stream()
                .flatMap(chain -> chain.problems().stream())
                .allMatch(problem -> problem.rule() == ChainRule.NOT_RESTORED);
        if (areStatementsAccepted) {
            problems.addAll(describeViewsOfBothBranches(rebasePlan.moves()));
        }
        return new RebaseResult(writtenFiles, rebasePlan, problems);
    }

    /**
     * Requires that no moved migration destroys data without consent. The new table of a rebuild has the columns that
     * its table had when the rebuild was recorded, so it would lose what another branch has added.
     */
    private static void requireNoDataLoss(List<Move> moves, List<MigrationChain> chains) {
        for (MigrationChain chain : chains) {
            for (ChainProblem warning : chain.warnings()) {
                moves.stream()
                        .filter(move -> warning.rule() == ChainRule.UNMARKED_DESTRUCTION
                                && move.movedMigration().name().equals(warning.migrationName()))
                        .findFirst()
                        .ifPresent(move -> {
                            throw createUnmovableException(
                                    move.original(),
                                    "Statement " + (warning.index() + 1) + " of its "
                                            + warning.attribute().name().toLowerCase(Locale.ROOT) + " then "
                                            + warning.arguments().get(0) + " without consent.");
                        });
            }
        }
    }

    /** Requires that no moved rebuild undoes the change of a column by another branch. */
    private void requireNoRevertedColumn(List<Move> moves, List<Migration> movedMigrations) {
        for (ChainVerifier verifier : createVerifiers()) {
            RebuildConflictFinder conflictFinder = new RebuildConflictFinder(migrations, movedMigrations, verifier);
            for (Move move : moves) {
                conflictFinder.findRevertedColumn(move).ifPresent(reverted -> {
                    throw createUnmovableException(
                            move.original(),
                            "Its rebuild of " + reverted.table()
                                    + " then undoes what the other branch has changed in the" + " column "
                                    + reverted.column() + ".");
                });
            }
        }
    }

    private static RecordingException createUnmovableException(Migration migration, String reason) {
        return new RecordingException(
                Reason.CONSENT,
                migration.name() + " can't be moved to the end as it is. " + reason
                        + " Move the migration of the other branch instead; or, if no database keeps "
                        + migration.name()
                        + ", delete its file and record its change again (cairn record), which plans it for the schema at"
                        + " its new place.");
    }

    /** Returns the moves that change a file. If the chain leads to the records, its last migration gets their hash. */
    private List<Move> collectMovesToWrite(List<Move> moves, List<MigrationChain> chains) {
        List<Move> updatedMoves = new ArrayList<>(moves);
        boolean matchesRecords = IntStream.range(0, chains.size())
                .allMatch(i -> recordedSchemas
                        .schemas()
                        .get(i)
                        .schema()
                        .findPlanFrom(chains.get(i))
                        .filter(Plan::isEmpty)
                        .isPresent());
        DeclaredSchema schema = recordedSchemas.firstSchema().schema();
        chains.get(0)
                .lastMigration()
                .filter(lastMigration -> matchesRecords && hasSourceFile(lastMigration, moves))
                .ifPresent(lastMigration -> {
                    Migration originalMigration = moves.stream()
                            .filter(move -> move.movedMigration().equals(lastMigration))
                            .map(Move::original)
                            .findFirst()
                            .orElse(lastMigration);
                    updatedMoves.removeIf(move -> move.movedMigration().equals(lastMigration));
                    updatedMoves.add(new Move(originalMigration, lastMigration.withRecordsHash(schema.hashRecords())));
                });
        updatedMoves.removeIf(move -> move.movedMigration().equals(move.original()));
        return updatedMoves;
    }

    private EditedMigration editMigration(Move move) {
        Path file = requireFile(move.original());
        Optional<String> editedText =
                MigrationEditor.editSource(SourceFiles.read(file), move.original(), move.movedMigration());
        return editedText
                .map(text -> new EditedMigration(move, text))
                .orElseThrow(() -> new RecordingException(
                        Reason.SOURCES,
                        file + " has no @Migration(number = …) that can be edited; write number = "
                                + move.movedMigration().number() + " and after = \""
                                + move.movedMigration().predecessorHash() + "\" there, and rename the type to "
                                + move.movedMigration().name()));
    }

    private Path requireFile(Migration migration) {
        return sourceFiles
                .findFile(toTypeName(migration.name()))
                .orElseThrow(() -> new RecordingException(
                        Reason.SOURCES, migration.name() + " has no source file with its name, so it can't be moved."));
    }

    private JavaClassName toTypeName(String migrationName) {
        return new JavaClassName(recordedSchemas.root().migrationsPackage(), List.of(migrationName));
    }

    /** Requires that no file, except the files of moved migrations, has the new name of a moved migration. */
    private void requireFreeFileNames(List<Move> moves) {
        List<String> freedNames =
                moves.stream().map(move -> move.original().name()).toList();
        for (Move move : moves) {
            Path targetFile = requireFile(move.original())
                    .resolveSibling(move.movedMigration().name() + ".java");
            boolean isFreed =
                    move.movedMigration().name().equals(move.original().name())
                            || freedNames.contains(move.movedMigration().name());
            if (!isFreed && Files.exists(targetFile)) {
                throw new RecordingException(
                        Reason.USAGE, targetFile + " already exists; rename one of the two files first.");
            }
        }
    }

    /**
     * Writes the edited source to the file of the moved migration, and deletes the original file if its name differs.
     * Returns the written file.
     */
    private Path moveFile(Move move, String text) {
        Path file = requireFile(move.original());
        if (move.original().name().equals(move.movedMigration().name())) {
            TextFileWriter.replace(file, text);
            return file;
        }
        Path targetFile = file.resolveSibling(move.movedMigration().name() + ".java");
        SourceFiles.create(targetFile, text);
        SourceFiles.delete(file);
        return targetFile;
    }

    private boolean hasSourceFile(Migration migration, List<Move> moves) {
        return moves.stream().anyMatch(move -> move.movedMigration().equals(migration))
                || sourceFiles.findFile(toTypeName(migration.name())).isPresent();
    }

    private List<Migration> applyMoves(List<Move> moves) {
        List<Migration> movedMigrations = new ArrayList<>(migrations);
        for (Move move : moves) {
            movedMigrations.remove(move.original());
            movedMigrations.add(move.movedMigration());
        }
        return movedMigrations;
    }

    /** Returns the verifiers of a chain, one for each target. */
    private List<ChainVerifier> createVerifiers() {
        return recordedSchemas.schemas().stream()
                .map(RecordedSchema::schema)
                .map(schema -> new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog()))
                .toList();
    }

    /**
     * Describes the moved migrations that define a view which a migration of the other branch defines, too. They
     * replace it by the definition for their old place, so the change of the other branch is undone.
     */
    private List<String> describeViewsOfBothBranches(List<Move> moves) {
        List<Migration> movedMigrations = moves.stream().map(Move::original).toList();
        Set<ObjectName> namesOfOtherBranch = migrations.stream()
                .filter(migration -> !movedMigrations.contains(migration))
                .filter(migration -> movedMigrations.stream()
                        .anyMatch(movedMigration -> migration.number() >= movedMigration.number()))
                .flatMap(this::streamDefinedViews)
                .collect(Collectors.toSet());
        return movedMigrations.stream()
                .flatMap(migration -> streamDefinedViews(migration)
                        .distinct()
                        .filter(namesOfOtherBranch::contains)
                        .map(name -> migration.name() + ": a migration of the other branch defines " + name
                                + ", too, and this one replaces it by the definition for its old place. If no database"
                                + " keeps " + migration.name()
                                + ", delete the moved file and record its change again (cairn record)"))
                .toList();
    }

    private Stream<ObjectName> streamDefinedViews(Migration migration) {
        Session session = recordedSchemas.firstSchema().schema().session();
        return migration.upgrade().stream()
                .map(text -> MigrationAction.parse(text).statement())
                .filter(statement -> statement instanceof CreateView
                        || statement instanceof AlterViewQuery
                        || statement instanceof CreateMaterializedView)
                .map(statement -> ObjectName.resolve(((ViewStatement) statement).name(), session))
                .map(name -> name.withName(TemporaryName.removePlannedSuffix(name.name())));
    }

    private static List<String> describeProblems(List<MigrationChain> chains) {
        return chains.stream()
                .flatMap(chain -> chain.problems().stream())
                .map(problem -> problem.migrationName() + ": " + problem.message())
                .distinct()
                .toList();
    }
}
