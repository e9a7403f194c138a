package dev.cairn.random;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Creates random types as the parser returns them. */
public final class RandomTypes {
    private static final Type.Scalar.Kind[] SCALAR_KINDS = Arrays.stream(Type.Scalar.Kind.values())
            .filter(kind -> kind != Type.Scalar.Kind.NULL)
            .toArray(Type.Scalar.Kind[]::new);

    private final Dice dice;
    private final RandomTexts texts;

    public RandomTypes(Dice dice) {
        this.dice = dice;
        this.texts = new RandomTexts(dice);
    }

    public Type type() {
        return dice.nested(this::simpleType, this::complexType);
    }

    private Type simpleType() {
        return dice.pickFrom(this::scalar, this::text, this::decimal);
    }

    private Type mapKey() {
        return dice.pickFrom(
                () -> new Type.Scalar(dice.pick(Type.Scalar.Kind.INT, Type.Scalar.Kind.DATE)),
                this::text,
                this::decimal);
    }

    private Type scalar() {
        return new Type.Scalar(dice.pick(SCALAR_KINDS));
    }

    private Type text() {
        Type.Text.Kind kind = dice.pick(Type.Text.Kind.values());
        int maximumLength = kind == Type.Text.Kind.CHAR ? 255 : 65533;
        return new Type.Text(kind, dice.coin() ? Type.Text.UNSPECIFIED_LENGTH : 1 + dice.below(maximumLength));
    }

    private Type decimal() {
        int precision = 1 + dice.below(27);
        Type.Decimal.Kind kind = precision <= 9
                ? dice.pick(Type.Decimal.Kind.values())
                : dice.pick(Type.Decimal.Kind.DECIMAL, Type.Decimal.Kind.DECIMALV2, Type.Decimal.Kind.DECIMAL256);
        return new Type.Decimal(kind, precision, dice.below(Math.min(precision, 9) + 1));
    }

    private Type complexType() {
        return dice.pickFrom(() -> new Type.Array(type()), () -> new Type.Map(mapKey(), type()), this::struct);
    }

    public Type.Array array() {
        return new Type.Array(type());
    }

    public Type.Map map() {
        return new Type.Map(mapKey(), type());
    }

    /** Returns a struct whose field names differ in more than case. */
    private Type struct() {
        Set<String> lowerCaseNames = new TreeSet<>();
        List<Type.Field> fields = new ArrayList<>();
        for (String name : dice.list(1, texts::nameText)) {
            if (lowerCaseNames.add(name.toLowerCase(Locale.ROOT))) {
                fields.add(new Type.Field(name, type()));
            }
        }
        return new Type.Struct(fields);
    }
}
