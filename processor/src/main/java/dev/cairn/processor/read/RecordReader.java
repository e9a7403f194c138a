package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.DataTestDeclaration;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredMetadata;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredRecord;
import dev.cairn.processor.model.ObjectDeclaration.ObjectDefinition;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.processor.model.TestedObject;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.NullnessReader;
import dev.cairn.processor.read.annotation.ObjectDescription;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.column.RecordColumns;
import dev.cairn.processor.read.column.RecordColumnsReader;
import dev.cairn.processor.read.column.StructReader;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record: the object that it declares, its columns, variants and data tests. Each part has its own reader; this
 * class decides which parts an object of its kind can have.
 */
final class RecordReader {
    private final CompileContext compileContext;
    private final Findings findings;
    private final ObjectDescriptionReader descriptionReader;
    private final RecordColumnsReader columnsReader;

    RecordReader(CompileContext compileContext, Findings findings) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.descriptionReader = new ObjectDescriptionReader(compileContext, findings);
        this.columnsReader =
                new RecordColumnsReader(compileContext, findings, new StructReader(compileContext, findings));
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableDeclarationException if the record can't be read; its findings have then been reported, unless
     *     a missing type may still be generated
     */
    ObjectDeclaration read(TypeElement type) {
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type));
        ObjectDescription description = descriptionReader.read(annotations, type);
        requireUsableRecord(type, annotations.site().place());
        new AnnotationPlacementCheck(findings).checkRecord(annotations, description.kind());
        ClauseReader clauseReader = new ClauseReader(annotations, findings);
        KeyClause keyClause = clauseReader.readKey();
        RecordColumns recordColumns =
                readColumns(type, description, annotations.site().place(), keyClause, clauseReader);
        if (description.kind() == ObjectDeclaration.Kind.EXTERNAL) {
            new AnnotationPlacementCheck(findings).checkUnmanagedColumns(annotations, recordColumns.columns());
        }
        StatementReader statementReader =
                new StatementReader(annotations, findings, description, recordColumns, clauseReader);
        // The following parts are read even if an earlier one is invalid, so that all problems are reported.
        Statement statement = statementReader.readStatement(keyClause);
        PreviousName previousName = annotations.findPreviousName("");
        List<AllowedWarning> allowedWarnings = annotations.allowedWarnings();
        List<DataTestDeclaration> tests = readDataTests(annotations, description, recordColumns, statement);
        DeclaredSeed seed = description.kind() == ObjectDeclaration.Kind.TABLE ? clauseReader.readSeed() : null;
        return new ObjectDeclaration(
                new DeclaredRecord(
                        compileContext.toJavaName(type),
                        CompileContext.isPublic(type),
                        recordColumns.shape(),
                        annotations.site().place(),
                        NullnessReader.isNullMarked(compileContext, type),
                        true),
                description.kind(),
                new ObjectDefinition(
                        statement,
                        description.parsedQuery(),
                        description.matchesColumnsByPosition(),
                        recordColumns.columns(),
                        seed),
                new VariantReader(annotations, findings, description, recordColumns, descriptionReader)
                        .readVariants(keyClause),
                new DeclaredMetadata(previousName, allowedWarnings, clauseReader.findAnnotatedPropertyPlaces(), tests));
    }

    /** Returns the declared data tests; for a table also the tests that its columns and constraints imply. */
    private List<DataTestDeclaration> readDataTests(
            CairnAnnotations annotations,
            ObjectDescription description,
            RecordColumns recordColumns,
            Statement statement) {
        TestedObject testedObject = new TestedObject(description.name(), recordColumns.columns());
        DataTestReader dataTestReader = new DataTestReader(compileContext, annotations, findings, testedObject);
        return description.kind() != ObjectDeclaration.Kind.EXTERNAL && statement instanceof Statement.CreateTable table
                ? dataTestReader.readDeclaredAndImpliedTests(table)
                : dataTestReader.readDeclaredTests();
    }

    private void requireUsableRecord(TypeElement type, Place place) {
        if (!type.getTypeParameters().isEmpty()) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.GENERIC_RECORD, place, compileContext.toJavaName(type));
        }
        if (CompileContext.isPrivate(type)) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.PRIVATE_TYPE, place, compileContext.toJavaName(type));
        }
    }

    private RecordColumns readColumns(
            TypeElement type,
            ObjectDescription description,
            Place place,
            @Nullable KeyClause keyClause,
            ClauseReader clauseReader) {
        RecordColumnsReader.ColumnsContext context =
                new RecordColumnsReader.ColumnsContext(description.kind(), compileContext.packageName(type));
        try {
            RecordColumns recordColumns = columnsReader.read(type, place, context);
            return keyClause != null && keyClause.model() == KeyModel.PRIMARY
                    ? recordColumns.withPrimaryKey(keyClause, findings)
                    : recordColumns;
        } catch (UnreadableDeclarationException failure) {
            clauseReader.checkClauses();
            new PartitioningReader(clauseReader, findings, Set.of()).checkPartitions();
            throw failure;
        }
    }
}
