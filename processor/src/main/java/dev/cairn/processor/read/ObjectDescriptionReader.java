package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.ObjectDescription;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.SourceExcerpt;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Reads the annotation that declares the kind of a record's object, with the name, the comment and the query of the
 * object. A record with several such annotations is reported here.
 */
final class ObjectDescriptionReader {
    /** The remedy for a Kotlin class: kapt never generates a record for it that javac accepts. */
    private static final String KOTLIN_REMEDY =
            "declare it in Java, as a record: kapt passes classes of Kotlin to javac, even with @JvmRecord";

    /** The number of parts of {@code catalog.database.table}. */
    private static final int MAX_NAME_PART_COUNT = 3;

    private static final String KOTLIN_METADATA_ANNOTATION = "kotlin.Metadata";

    private final CompileContext compileContext;
    private final Findings findings;
    private final SqlNameReader nameReader;
    private final FragmentReader fragmentReader;

    ObjectDescriptionReader(CompileContext compileContext, Findings findings) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.nameReader = new SqlNameReader(findings);
        this.fragmentReader = new FragmentReader(findings);
    }

    /**
     * Returns the kind of object that the first annotation for an object declares; empty if the annotations do not
     * declare an object.
     */
    static Optional<Kind> findKind(CairnAnnotations annotations) {
        return annotations.names().stream()
                .map(Kind::findByAnnotationName)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * Reads the description.
     *
     * @throws UnreadableDeclarationException if the type is not a record with exactly one such annotation, or if the
     *     name is invalid; both are reported
     */
    ObjectDescription read(CairnAnnotations annotations, TypeElement type) {
        WrittenAnnotation objectAnnotation = requireObjectAnnotation(annotations, type);
        if (!CompileContext.isRecord(type)) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.NOT_A_RECORD,
                    objectAnnotation.place(),
                    compileContext.toJavaName(type),
                    objectAnnotation.name(),
                    isKotlinClass(type) ? KOTLIN_REMEDY : "change it to a record");
        }
        Kind kind = Objects.requireNonNull(Kind.findByAnnotationName(objectAnnotation.name()));
        return new ObjectDescription(
                objectAnnotation,
                kind,
                kind == Kind.EXTERNAL ? readExternalName(objectAnnotation) : readName(objectAnnotation, type),
                objectAnnotation.findNonEmptyContent("comment"),
                objectAnnotation
                        .findConstantName("columns")
                        .filter("BY_POSITION"::equals)
                        .isPresent(),
                new ObjectDescription.DescribedQuery(
                        objectAnnotation.hasAttribute("query") ? objectAnnotation.requireText("query") : null,
                        objectAnnotation.hasAttribute("query")
                                ? readQuery(objectAnnotation.requireText("query"), kind, annotations)
                                : null));
    }

    /** Returns the description with the query of a variant. */
    ObjectDescription withQuery(
            ObjectDescription description, WrittenAnnotation.Text queryText, CairnAnnotations annotations) {
        return description.withQuery(queryText, readQuery(queryText, description.kind(), annotations));
    }

    private static boolean isKotlinClass(TypeElement type) {
        return type.getAnnotationMirrors().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals(KOTLIN_METADATA_ANNOTATION));
    }

    private WrittenAnnotation requireObjectAnnotation(CairnAnnotations annotations, TypeElement type) {
        WrittenAnnotation objectAnnotation = null;
        for (String name : annotations.names()) {
            WrittenAnnotation candidate = Kind.findByAnnotationName(name) == null ? null : annotations.findFirst(name);
            if (candidate != null && objectAnnotation != null) {
                throw UnreadableDeclarationException.report(
                        findings,
                        CompileRule.CONTRADICTION,
                        candidate.place(),
                        "@" + objectAnnotation.name(),
                        "@" + name);
            }
            objectAnnotation = candidate == null ? objectAnnotation : candidate;
        }
        if (objectAnnotation == null) {
            String firstName = annotations.names().iterator().next();
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.NO_OBJECT,
                    annotations.place(firstName),
                    firstName,
                    compileContext.toJavaName(type),
                    AnnotationPlacementCheck.declaresClusterRecord(annotations)
                            ? ClusterObjectReader.EXTERNAL_EXAMPLE
                            : "@Table, @SnapshotTable, @View, @MaterializedView or @External");
        }
        return objectAnnotation;
    }

    private QualifiedName readExternalName(WrittenAnnotation objectAnnotation) {
        QualifiedName name = fragmentReader.read(objectAnnotation.requireText("value"), SqlFragment::parseName);
        if (name == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        if (name.parts().size() > MAX_NAME_PART_COUNT) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.ILLEGAL_NAME,
                    objectAnnotation.place("value"),
                    Sql.render(name),
                    "table",
                    "write catalog.database.table, or database.table");
        }
        return name;
    }

    private QualifiedName readName(WrittenAnnotation objectAnnotation, TypeElement type) {
        List<Name> nameParts = new ArrayList<>();
        WrittenAnnotation.Text databaseText = objectAnnotation.findNonEmptyText("database");
        if (databaseText != null) {
            nameParts.add(nameReader.readName(databaseText));
        }
        String javaName = type.getSimpleName().toString();
        nameParts.add(nameReader.readName(
                objectAnnotation.findNonEmptyText("name"),
                javaName,
                objectAnnotation.site().place()));
        return new QualifiedName(nameParts);
    }

    /**
     * Parses a query; null if it has a syntax error, which is reported. An error that may be a clause of a newer server
     * is only a warning, unless the record allows it, because the statement that creates a view is then sent unchanged.
     * The query of a snapshot table becomes part of another statement, so it must be parsed.
     */
    private @Nullable QueryText readQuery(WrittenAnnotation.Text queryText, Kind kind, CairnAnnotations annotations) {
        try {
            return new SqlFragment(queryText.text(), queryText.place().number()).parseQuery();
        } catch (SqlSyntaxException failure) {
            boolean mayBeNewerClause = kind != Kind.SNAPSHOT_TABLE && failure.mayBeNewerClauseIn(queryText.text());
            if (!mayBeNewerClause
                    || !AllowedWarning.isAllowed(CompileRule.QUERY_SYNTAX, annotations.allowedWarnings())) {
                String excerpt = SourceExcerpt.formatWithPosition(queryText.text(), failure.span());
                if (mayBeNewerClause) {
                    findings.addWithExcerpt(
                            excerpt, CompileRule.QUERY_SYNTAX, queryText.place(), describeProblem(queryText, failure));
                } else {
                    SyntaxProblem problem = SyntaxProblem.of(failure, queryText.text());
                    String problemText = problem.problem().equals(failure.problem())
                            ? describeProblem(queryText, failure)
                            : problem.problem();
                    findings.addWithExcerpt(
                            excerpt, CompileRule.SYNTAX, queryText.place(), problemText, problem.remedy());
                }
            }
            return null;
        }
    }

    private static String describeProblem(WrittenAnnotation.Text queryText, SqlSyntaxException failure) {
        return failure.describeMisspelling(queryText.text())
                .map(word -> failure.problem() + "; is " + word + " a misspelling?")
                .orElse(failure.problem());
    }
}
