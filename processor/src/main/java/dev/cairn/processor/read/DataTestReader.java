package dev.cairn.processor.read;

import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.UniqueKey;
import dev.cairn.annotation.datatest.Check;
import dev.cairn.annotation.datatest.Fresh;
import dev.cairn.annotation.datatest.References;
import dev.cairn.annotation.datatest.Unique;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DataTestDeclaration;
import dev.cairn.processor.model.DataTestDeclaration.ColumnsRule;
import dev.cairn.processor.model.DataTestDeclaration.Kind;
import dev.cairn.processor.model.DataTestDeclaration.ReferenceRule;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ImpliedDataTests;
import dev.cairn.processor.model.MaximumAge;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.processor.model.TestedObject;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/**
 * Reads the data tests of a record: the tests that annotations declare, and the tests that follow from the constraints
 * of a table and from columns with an enum. Invalid tests are reported and omitted. An instance reads the tests once.
 */
final class DataTestReader {
    private final CompileContext compileContext;
    private final CairnAnnotations annotations;
    private final Findings findings;
    private final TestedObject testedObject;
    private final List<DataTestDeclaration> tests = new ArrayList<>();

    DataTestReader(
            CompileContext compileContext, CairnAnnotations annotations, Findings findings, TestedObject testedObject) {
        this.compileContext = compileContext;
        this.annotations = annotations;
        this.findings = findings;
        this.testedObject = testedObject;
    }

    /** Returns the declared tests. */
    List<DataTestDeclaration> readDeclaredTests() {
        annotations.findAll(Check.class).forEach(this::addCondition);
        annotations.findAll(Unique.class).forEach(this::addUniqueness);
        annotations.findAll(References.class).forEach(this::addReference);
        annotations.findAll(Fresh.class).forEach(this::addFreshness);
        return List.copyOf(tests);
    }

    /**
     * Returns the declared tests, and the tests that follow from the constraints of a table and from its columns with
     * an enum.
     */
    List<DataTestDeclaration> readDeclaredAndImpliedTests(CreateTable table) {
        readDeclaredTests();
        new ImpliedDataTests(testedObject, table).createTests().forEach(this::addImpliedTest);
        return List.copyOf(tests);
    }

    private void addCondition(WrittenAnnotation checkAnnotation) {
        WrittenAnnotation.Text text = checkAnnotation.requireText("value");
        Expression condition = new FragmentReader(findings).read(text, SqlFragment::parseExpression);
        if (condition != null) {
            addTest(
                    checkAnnotation,
                    DataTestDeclaration.ofCondition(
                            readTestName(checkAnnotation, text.text()),
                            text.place(),
                            testedObject.name(),
                            text.text(),
                            condition));
        }
    }

    private void addUniqueness(WrittenAnnotation annotation) {
        List<String> columnNames = resolveColumnNames(annotation, "value");
        if (!columnNames.isEmpty()) {
            addTest(
                    annotation,
                    new DataTestDeclaration(
                            readTestName(annotation, TestedObject.uniqueTestName(columnNames)),
                            annotation.place("value"),
                            testedObject.duplicatesQuery(columnNames),
                            new ColumnsRule(Kind.UNIQUE, false)));
        }
    }

    private void addReference(WrittenAnnotation referenceAnnotation) {
        List<String> columnNames = resolveColumnNames(referenceAnnotation, "column");
        if (columnNames.isEmpty()) {
            return;
        }
        TypeMirror type = referenceAnnotation.requireType("value");
        ReferencedRecord referencedRecord = findReferencedRecord(type).orElse(null);
        if (referencedRecord == null) {
            String problem = type + " declares no table or view; name the record of the object to which the rows refer";
            findings.add(CompileRule.DATA_TEST_REFERENCE, referenceAnnotation.place("value"), problem);
            return;
        }
        List<String> referencedColumnNames = referenceAnnotation.hasAttribute("to")
                ? readNames(referenceAnnotation, "to", findings)
                : referencedRecord.keyColumnNames;
        if (referencedColumnNames.size() != columnNames.size()) {
            String problem = referencedColumnNames.isEmpty()
                    ? "'" + referencedRecord.name + "' has no key; declare the columns in 'to'"
                    : "'column' has " + describeColumnCount(columnNames) + ", and "
                            + (referenceAnnotation.hasAttribute("to")
                                    ? "'to'"
                                    : "the key of '" + referencedRecord.name + "'")
                            + " has "
                            + describeColumnCount(referencedColumnNames)
                            + "; declare as many columns in 'to' as in 'column'";
            findings.add(CompileRule.DATA_TEST_REFERENCE, referenceAnnotation.place(), problem);
            return;
        }
        Place place = referenceAnnotation.hasAttribute("to")
                ? referenceAnnotation.place("to")
                : referenceAnnotation.place("value");
        addTest(
                referenceAnnotation,
                new DataTestDeclaration(
                        readTestName(
                                referenceAnnotation,
                                TestedObject.referenceTestName(
                                        columnNames, referencedRecord.name, referencedColumnNames)),
                        place,
                        testedObject.orphansQuery(columnNames, referencedRecord.name, referencedColumnNames),
                        new ReferenceRule(
                                referencedRecord.name,
                                columnNames,
                                referencedColumnNames,
                                !referenceAnnotation.hasAttribute("to"))));
    }

    private static String describeColumnCount(List<String> columns) {
        return columns.size() == 1 ? "1 column" : columns.size() + " columns";
    }

    /** The name of the object of another record, and the columns of its key. */
    private record ReferencedRecord(QualifiedName name, List<String> keyColumnNames) {}

    /**
     * Finds the record to which a reference refers; empty if the type declares no table or view. Problems in that
     * record are reported where it is declared.
     */
    private Optional<ReferencedRecord> findReferencedRecord(TypeMirror type) {
        if (!(type instanceof DeclaredType declaredType)
                || !(declaredType.asElement() instanceof TypeElement element)) {
            return Optional.empty();
        }
        CairnAnnotations recordAnnotations = CairnAnnotations.of(
                compileContext.site(element, annotations.site().place()));
        if (ObjectDescriptionReader.findKind(recordAnnotations).isEmpty()) {
            return Optional.empty();
        }
        QualifiedName name = new ObjectDescriptionReader(compileContext, new Findings())
                .read(recordAnnotations, element)
                .name();
        WrittenAnnotation primaryKeyAnnotation = recordAnnotations.findFirst(PrimaryKey.class);
        WrittenAnnotation keyAnnotation =
                primaryKeyAnnotation == null ? recordAnnotations.findFirst(UniqueKey.class) : primaryKeyAnnotation;
        List<String> keyColumnNames =
                keyAnnotation == null ? List.of() : readNames(keyAnnotation, "value", new Findings());
        return Optional.of(new ReferencedRecord(name, keyColumnNames));
    }

    private static List<String> readNames(WrittenAnnotation annotation, String attributeName, Findings findings) {
        return new SqlNameReader(findings)
                .readNames(annotation, attributeName).stream().map(Name::text).toList();
    }

    private void addFreshness(WrittenAnnotation freshAnnotation) {
        DeclaredColumn column =
                resolveColumn(freshAnnotation.requireText("column")).orElse(null);
        if (column == null) {
            return;
        }
        Type type = column.definition().type();
        boolean isDate = new Type.Scalar(Type.Scalar.Kind.DATE).equals(type);
        if (!isDate && !new Type.Scalar(Type.Scalar.Kind.DATETIME).equals(type)) {
            String problem = "the column '" + column.name() + "' is neither DATE nor DATETIME";
            findings.add(CompileRule.DATA_TEST_FRESH, freshAnnotation.place("column"), problem, "name another column");
            return;
        }
        WrittenAnnotation.Text ageText = freshAnnotation.requireText("within");
        MaximumAge age = MaximumAge.parse(ageText.text()).orElse(null);
        if (age == null) {
            String problem = "'" + ageText.text() + "' is not a duration";
            findings.add(
                    CompileRule.DATA_TEST_FRESH, ageText.place(), problem, "write a duration such as P2D, P1M or PT6H");
        } else if (isDate && age.hasTime()) {
            String problem = "the column '" + column.name() + "' is a DATE, which has no time of day";
            findings.add(CompileRule.DATA_TEST_FRESH, ageText.place(), problem, "write a number of days such as P2D");
        } else {
            String testName = readTestName(
                    freshAnnotation, column.name() + " within " + ageText.text().strip());
            String sql = testedObject.newestTimeQuery(column.name(), age, isDate ? "curdate()" : "now()");
            addTest(
                    freshAnnotation,
                    new DataTestDeclaration(testName, ageText.place(), sql, new ColumnsRule(Kind.FRESH, false)));
        }
    }

    /** Adds an implied test, unless a declared test has the same name or the same query. */
    private void addImpliedTest(DataTestDeclaration test) {
        boolean isDeclared = tests.stream()
                .anyMatch(declaredTest -> declaredTest.name().equals(test.name())
                        || declaredTest.sql().equals(test.sql()));
        if (!isDeclared) {
            tests.add(test);
        }
    }

    /**
     * Returns the columns that a value names; if one of them does not exist, reports this and returns an empty list.
     */
    private List<String> resolveColumnNames(WrittenAnnotation annotation, String attributeName) {
        List<DeclaredColumn> columns = new ArrayList<>();
        List<WrittenAnnotation.Text> writtenNames = annotation.texts(attributeName);
        new SqlNameReader(findings).checkNamesColumn(annotation, attributeName);
        writtenNames.forEach(name -> resolveColumn(name).ifPresent(columns::add));
        return columns.size() == writtenNames.size()
                ? columns.stream().map(DeclaredColumn::name).toList()
                : List.of();
    }

    /** Returns the column with a name; if it does not exist, reports this and returns an empty result. */
    private Optional<DeclaredColumn> resolveColumn(WrittenAnnotation.Text writtenName) {
        Optional<DeclaredColumn> column =
                testedObject.findColumn(writtenName.text().strip());
        if (column.isEmpty()) {
            String suggestion = Suggestion.renderColumnSuffix(writtenName.text(), testedObject.columns());
            findings.add(CompileRule.UNKNOWN_COLUMN, writtenName.place(), writtenName.text(), suggestion);
        }
        return column;
    }

    private static String readTestName(WrittenAnnotation annotation, String defaultName) {
        String declaredName = annotation.findNonEmptyContent("name");
        return (declaredName == null ? defaultName : declaredName).strip().replaceAll("\\s+", " ");
    }

    /** Adds a declared test; if an earlier test has the same name, reports this instead. */
    private void addTest(WrittenAnnotation annotation, DataTestDeclaration test) {
        if (tests.stream().anyMatch(earlierTest -> earlierTest.name().equals(test.name()))) {
            Place place = annotation.hasAttribute("name") ? annotation.place("name") : test.place();
            findings.add(
                    CompileRule.DATA_TEST_NAME,
                    place,
                    testedObject.name().lastPart().text(),
                    test.name());
        } else {
            tests.add(test);
        }
    }
}
