package dev.cairn.embedded.translate.template;

import dev.cairn.embedded.function.BackendHashSetOrder;
import dev.cairn.embedded.function.BackendHashes;
import dev.cairn.embedded.function.BitmapFunctions;
import dev.cairn.embedded.function.CollectedValueFunctions;
import dev.cairn.embedded.function.DecimalFunctions;
import dev.cairn.embedded.function.EncodingFunctions;
import dev.cairn.embedded.function.EncryptionFunctions;
import dev.cairn.embedded.function.GeometryFunctions;
import dev.cairn.embedded.function.HashFunctions;
import dev.cairn.embedded.function.HyperLogLog;
import dev.cairn.embedded.function.JavaFunction;
import dev.cairn.embedded.function.NumberFunctions;
import dev.cairn.embedded.function.StatementBudget;
import dev.cairn.embedded.function.StoredNumberConversions;
import dev.cairn.embedded.function.TextFunctions;
import dev.cairn.embedded.function.UrlFunctions;
import dev.cairn.embedded.function.document.JsonFunctions;
import dev.cairn.embedded.function.document.VariantFunctions;
import dev.cairn.embedded.function.time.TimeDifferenceFunctions;
import dev.cairn.embedded.function.time.TimeFunctions;
import dev.cairn.embedded.function.time.TimeOfDayFunctions;
import dev.cairn.embedded.function.time.TimeZoneFunctions;
import java.util.List;
import java.util.stream.Stream;

/** The functions that are implemented in Java, of all topics. */
public final class FunctionLibrary {
    private FunctionLibrary() {}

    public static List<JavaFunction> functions() {
        return Stream.of(
                        TextFunctions.functions(),
                        UrlFunctions.functions(),
                        HashFunctions.functions(),
                        EncodingFunctions.functions(),
                        EncryptionFunctions.functions(),
                        DecimalFunctions.functions(),
                        NumberFunctions.functions(),
                        StoredNumberConversions.functions(),
                        TimeDifferenceFunctions.functions(),
                        TimeFunctions.functions(),
                        TimeOfDayFunctions.functions(),
                        TimeZoneFunctions.functions(),
                        JsonFunctions.functions(),
                        VariantFunctions.functions(),
                        CollectedValueFunctions.functions(),
                        BitmapFunctions.functions(),
                        BackendHashes.functions(),
                        HyperLogLog.functions(),
                        BackendHashSetOrder.functions(),
                        GeometryFunctions.functions(),
                        StatementBudget.functions())
                .flatMap(List::stream)
                .toList();
    }
}
