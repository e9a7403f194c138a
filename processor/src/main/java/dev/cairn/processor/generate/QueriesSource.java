package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.model.QueryInterface;
import dev.cairn.processor.model.QueryInterface.Container;
import dev.cairn.processor.model.QueryInterface.Method;
import dev.cairn.processor.model.QueryInterface.ParameterType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Generates the class that implements an interface of queries: the texts of its statements as constants, a method for each
 * method of the interface, and a static method for each type of rows.
 */
final class QueriesSource {
    /** The field with the database. */
    static final String DATABASE = "db";

    private final QueryInterface queries;
    private final ClassName own;
    private final Set<String> inherited;
    private final QueriesMembers members;

    /** @param inherited the names of all members that the interface declares or inherits */
    QueriesSource(QueryInterface queries, Set<String> inherited) {
        this.queries = queries;
        this.own = JavaTypes.name(queries.type().queries());
        this.inherited = inherited;
        Set<String> hidden = new HashSet<>(inherited);
        hidden.add(DATABASE);
        for (Method method : queries.methods()) {
            method.parameters().forEach(parameter -> hidden.add(parameter.name()));
        }
        Set<String> methods = new HashSet<>(inherited);
        queries.methods().forEach(method -> methods.add(method.name()));
        this.members = new QueriesMembers(own, new FieldNames(hidden), new FieldNames(methods));
    }

    /** The constants of the runtime that are used. */
    Set<String> scalars() {
        return members.types().scalars();
    }

    TypeSpec.Builder type() {
        List<MethodSpec> methods = new ArrayList<>();
        String name = String.join(".", queries.type().simpleNames());
        queries.methods().forEach(method -> methods.add(new QueryMethodCode(members, name, method).method()));
        TypeSpec.Builder type = TypeSpec.classBuilder(own)
                .addJavadoc("Runs the statements of {@link $T}.\n", JavaTypes.name(queries.type()))
                .addSuperinterface(JavaTypes.name(queries.type()))
                .alwaysQualify(inherited.toArray(String[]::new));
        if (queries.exported()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        return type.addModifiers(Modifier.FINAL)
                .addFields(members.fields())
                .addField(RuntimeNames.DATABASE, DATABASE, Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(constructor())
                .addMethods(methods)
                .addMethods(members.readers());
    }

    /** Whether a method may override one whose last parameter is declared with {@code ...}. */
    boolean hasVariableArity() {
        return queries.methods().stream()
                .map(Method::parameters)
                .anyMatch(parameters -> !parameters.isEmpty()
                        && parameters.get(parameters.size() - 1).type() instanceof ParameterType.Values values
                        && values.container() == Container.ARRAY);
    }

    private MethodSpec constructor() {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
                .addParameter(RuntimeNames.DATABASE, DATABASE)
                .addStatement("$T.require($L, $T.class)", RuntimeNames.FORMAT, SourceGenerator.FORMAT, own)
                .addStatement("this.$L = $L", DATABASE, DATABASE);
        if (queries.exported()) {
            constructor.addModifiers(Modifier.PUBLIC);
        }
        return constructor.build();
    }
}
