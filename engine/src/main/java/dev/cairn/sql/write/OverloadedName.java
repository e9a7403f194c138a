package dev.cairn.sql.write;

import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A name that several objects share, with the types of arguments that tell the objects apart, such as {@code
 * mask(STRING, BIGINT)}. Character types with any length are the same type, STRING.
 *
 * @param joinedArgumentTypes the list of the types, without parentheses
 */
public record OverloadedName(String name, String joinedArgumentTypes) {
    private static final String ELLIPSIS = "...";

    /** Parses a text that {@link #render} has written. */
    public static OverloadedName parse(String text) {
        int openingIndex = text.indexOf('(');
        return new OverloadedName(text.substring(0, openingIndex), text.substring(openingIndex + 1, text.length() - 1));
    }

    /**
     * Renders a name, in lower case, with the types of its arguments.
     *
     * @param isVariadic whether the last argument may be repeated
     */
    public static String render(String name, List<Type> types, boolean isVariadic) {
        return joinNameAndTypes(
                name.toLowerCase(Locale.ROOT), types.stream().map(type -> renderType(withoutLength(type))), isVariadic);
    }

    private static String joinNameAndTypes(String name, Stream<String> types, boolean isVariadic) {
        return name
                + Stream.concat(types, isVariadic ? Stream.of(ELLIPSIS) : Stream.of())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Renders the name with each argument type converted by the function. */
    public String renderWith(UnaryOperator<String> typeRenderer) {
        return joinNameAndTypes(name, argumentTypes().stream().map(typeRenderer), isVariadic());
    }

    /** Renders the type of an argument or a result in normalized form: {@code BIGINT}, {@code STRING}. */
    public static String renderType(Type type) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new TypeWriter(out).writeValueType(type);
        return out.toString().replace("VARCHAR(" + Type.Text.STRING_LENGTH + ")", "STRING");
    }

    private static Type withoutLength(Type type) {
        if (type instanceof Type.Text textType) {
            return textType.kind() == Type.Text.Kind.VARBINARY ? type : Type.Text.STRING;
        }
        return type.mapComponentTypes(OverloadedName::withoutLength);
    }

    public boolean isVariadic() {
        return joinedArgumentTypes.endsWith(ELLIPSIS);
    }

    /** Returns the types of the arguments, each as text. */
    public List<String> argumentTypes() {
        List<String> typeTexts = new ArrayList<>();
        int depth = 0;
        int typeStart = 0;
        for (int i = 0; i <= joinedArgumentTypes.length(); i++) {
            char character = i == joinedArgumentTypes.length() ? ',' : joinedArgumentTypes.charAt(i);
            depth += character == '<' || character == '(' ? 1 : character == '>' || character == ')' ? -1 : 0;
            if (character == ',' && depth == 0) {
                typeTexts.add(joinedArgumentTypes.substring(typeStart, i).strip());
                typeStart = i + 1;
            }
        }
        typeTexts.removeIf(type -> type.isEmpty() || type.equals(ELLIPSIS));
        return typeTexts;
    }
}
