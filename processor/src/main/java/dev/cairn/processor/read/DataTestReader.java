package dev.cairn.processor.read;

import dev.cairn.annotation.Check;
import dev.cairn.processor.model.DataTestDeclaration;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** Reads the data tests that annotations declare on a record. A test with a mistake is reported and left out. */
final class DataTestReader {
    private final Annotations annotations;
    private final Findings findings;
    private final QualifiedName object;
    private final List<DataTestDeclaration> tests = new ArrayList<>();

    /** @param object the object that the record declares */
    DataTestReader(Annotations annotations, Findings findings, QualifiedName object) {
        this.annotations = annotations;
        this.findings = findings;
        this.object = object;
    }

    List<DataTestDeclaration> tests() {
        annotations.all(Check.class).forEach(this::addCondition);
        return List.copyOf(tests);
    }

    private void addCondition(WrittenAnnotation check) {
        WrittenAnnotation.Text text = check.required("value");
        Expression condition = new FragmentReader(findings).read(text, SqlFragment::expression);
        if (condition != null) {
            add(
                    check,
                    DataTestDeclaration.ofCondition(
                            name(check, text.text()), text.place(), object, text.text(), condition));
        }
    }

    private static String name(WrittenAnnotation annotation, String rule) {
        String name = annotation.content("name");
        return (name == null ? rule : name).strip().replaceAll("\\s+", " ");
    }

    private void add(WrittenAnnotation annotation, DataTestDeclaration test) {
        if (tests.stream().anyMatch(other -> other.name().equals(test.name()))) {
            Place place = annotation.has("name") ? annotation.place("name") : test.place();
            findings.add(FindingCode.DATA_TEST_NAME, place, object.last().text(), test.name());
        } else {
            tests.add(test);
        }
    }
}
