package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.processor.model.Root;
import dev.cairn.processor.model.Root.Member;
import dev.cairn.sql.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** The source of one schema, which names the descriptors of its members, and says nothing of them. */
record SchemaSource(Root root) {
    /** So many members in one class: each takes six of the 65 535 constants that a class file can have. */
    private static final int PORTION = 1_000;

    private static final TypeName CONSUMER = ParameterizedTypeName.get(
            ClassName.get("java.util.function", "Consumer"),
            ParameterizedTypeName.get(RuntimeNames.DESCRIPTOR, WildcardTypeName.subtypeOf(Object.class)));

    TypeSpec.Builder type() {
        ClassName schema = JavaTypes.name(root.descriptor());
        TypeSpec.Builder type = TypeSpec.classBuilder(schema)
                .addJavadoc(
                        "The schema $L, as {@link $T} has it.\n", Comment.of(root.name()), JavaTypes.name(root.type()))
                .superclass(RuntimeNames.SCHEMA_DESCRIPTOR);
        if (root.exported()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        type.addModifiers(Modifier.FINAL)
                .addField(FieldSpec.builder(schema, "SCHEMA", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                        .initializer("new $T()", schema)
                        .build())
                .addMethod(constructor());
        addMembers(type);
        return type;
    }

    private MethodSpec constructor() {
        ServerProfile profile = root.profile();
        CodeBlock.Builder code = CodeBlock.builder()
                .add(
                        "super($L, $L, $S, $S);\n",
                        Generation.FORMAT,
                        Text.literal(root.name()),
                        profile.version().toString(),
                        profile.runMode().name().toLowerCase(Locale.ROOT));
        List<String> switches = switches(profile);
        if (!switches.isEmpty()) {
            code.add("experimental($L);\n", switches.stream().map(Text::literal).collect(Collectors.joining(", ")));
        }
        for (Property property : root.defaults()) {
            code.add("property($L, $L);\n", Text.literal(property.name()), Text.literal(property.value()));
        }
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addCode(code.build())
                .build();
    }

    private static List<String> switches(ServerProfile profile) {
        List<String> switches = new ArrayList<>();
        if (profile.gin()) {
            switches.add("gin");
        }
        if (profile.vector()) {
            switches.add("vector");
        }
        if (profile.rowStore()) {
            switches.add("row_store");
        }
        return switches;
    }

    private void addMembers(TypeSpec.Builder type) {
        MethodSpec.Builder all = MethodSpec.methodBuilder("members")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .addParameter(CONSUMER, "members");
        List<Member> members = root.members();
        if (members.size() <= PORTION) {
            all.addCode(given(members));
        } else {
            addPortions(type, all);
        }
        type.addMethod(all.build());
    }

    private void addPortions(TypeSpec.Builder type, MethodSpec.Builder all) {
        List<Member> members = root.members();
        for (int from = 0; from < members.size(); from += PORTION) {
            String portion = "From" + from;
            all.addCode("$L.members(members);\n", portion);
            type.addType(TypeSpec.classBuilder(portion)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .addMethod(MethodSpec.methodBuilder("members")
                            .addModifiers(Modifier.STATIC)
                            .addParameter(CONSUMER, "members")
                            .addCode(given(members.subList(from, Math.min(from + PORTION, members.size()))))
                            .build())
                    .build());
        }
    }

    private static CodeBlock given(List<Member> members) {
        CodeBlock.Builder code = CodeBlock.builder();
        for (Member member : members) {
            code.add(
                    "members.accept($T.$L);\n",
                    JavaTypes.name(member.declaration().descriptor()),
                    FieldNames.instance(member.declaration().record()));
        }
        return code.build();
    }
}
