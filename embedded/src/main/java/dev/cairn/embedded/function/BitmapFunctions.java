package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions that convert bitmaps between lists of their numbers and the hexadecimal digits of the server's encoding.
 */
public final class BitmapFunctions {
    private BitmapFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("bitmap_to_hex", TEXT).returningText(arguments -> toHex(arguments.textAt(0))),
                helper("bitmap_from_hex", TEXT).returningText(arguments -> fromHex(arguments.textAt(0))));
    }

    private static String toHex(String joinedNumbers) {
        return HexFormat.of().withUpperCase().formatHex(BitmapCodec.encode(UnsignedNumberList.parse(joinedNumbers)));
    }

    private static @Nullable String fromHex(String hex) {
        return BitmapCodec.decode(HexFormat.of().parseHex(hex))
                .map(UnsignedNumberList::format)
                .orElse(null);
    }
}
