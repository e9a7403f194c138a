// Generated from shop.Crowded by Cairn. Changes to this file are lost at the next compile.
package shop;

import static dev.cairn.schema.ValueType.LONG;

import dev.cairn.upgrade.GeneratedClassFormat;
import java.util.List;
import java.util.Objects;
import javax.annotation.processing.Generated;

/**
 * Runs the statements of {@link Crowded}.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal", "overrides"})
public final class CrowdedQueries implements Crowded {
    private static final java.lang.String PER_ROW__ = "/* Crowded.perRow */ SELECT text FROM rows WHERE text = ?";

    private static final java.lang.String PER_ROW___ = "/* Crowded.perRow */ SELECT text FROM rows WHERE text = ? LIMIT ?";

    private static final java.lang.String READ_CLASS = "/* Crowded.readClass */ SELECT id FROM rows WHERE id = ?";

    private static final java.lang.String CLASS_ = "/* Crowded.class_ */ DELETE FROM rows WHERE ";

    private static final java.lang.String GRÖSSE = "/* Crowded.gr\u00f6\u00dfe */ SELECT id FROM rows WHERE id = ?";

    private final dev.cairn.data.Database db;

    public CrowdedQueries(dev.cairn.data.Database db) {
        GeneratedClassFormat.require(3, CrowdedQueries.class);
        this.db = db;
    }

    @Override
    public List<Crowded.Row> perRow(java.lang.String db, java.lang.String call,
            java.lang.String call_) {
        Objects.requireNonNull(db, "Parameter db of Crowded.perRow must not be null");
        Objects.requireNonNull(call, "Parameter call of Crowded.perRow must not be null");
        Objects.requireNonNull(call_, "Parameter call_ of Crowded.perRow must not be null");
        dev.cairn.data.QueryCall call__ = new dev.cairn.data.QueryCall(this.db, "Crowded.perRow", PER_ROW__).value("db", dev.cairn.schema.ValueType.TEXT, db);
        if (call != null) {
            call__
                    .sql(" OR text = ? OR text = ?")
                    .value("call", dev.cairn.schema.ValueType.TEXT, call)
                    .value("call_", dev.cairn.schema.ValueType.TEXT, call_);
        }
        return call__.list(CrowdedQueries::readRow);
    }

    @Override
    public List<Crowded.Row> perRow(java.lang.String PER_ROW_, int TEXT) {
        Objects.requireNonNull(PER_ROW_, "Parameter PER_ROW_ of Crowded.perRow must not be null");
        return new dev.cairn.data.QueryCall(db, "Crowded.perRow", PER_ROW___)
                .value("PER_ROW_", dev.cairn.schema.ValueType.TEXT, PER_ROW_)
                .value("TEXT", dev.cairn.schema.ValueType.INT, TEXT)
                .list(CrowdedQueries::readRow);
    }

    @Override
    public Crowded.Class readClass(long row) {
        return new dev.cairn.data.QueryCall(db, "Crowded.readClass", READ_CLASS).value("row", LONG, row).one(CrowdedQueries::readClass_);
    }

    @Override
    public int class_(java.lang.String[] names) {
        Objects.requireNonNull(names, "Parameter names of Crowded.class_ must not be null");
        dev.cairn.data.QueryCall call = new dev.cairn.data.QueryCall(db, "Crowded.class_", CLASS_);
        if (names.length == 0) {
            call.sql("FALSE");
        } else {
            call
                    .sql("text IN (")
                    .values("names", dev.cairn.schema.ValueType.TEXT, names, "?")
                    .sql(")");
        }
        return java.lang.Math.toIntExact(call.execute());
    }

    @Override
    public Crowded.QueryCall größe(int größe) {
        return new dev.cairn.data.QueryCall(db, "Crowded.gr\u00f6\u00dfe", GRÖSSE).value("gr\u00f6\u00dfe", dev.cairn.schema.ValueType.INT, größe).oneOrNull(CrowdedQueries::readQueryCall);
    }

    private static Crowded.Row readRow(dev.cairn.schema.Row row) {
        return new Crowded.Row(
                row.textAt(0));
    }

    private static Crowded.Class readClass_(dev.cairn.schema.Row row) {
        return new Crowded.Class(
                row.longAt(0));
    }

    private static Crowded.QueryCall readQueryCall(dev.cairn.schema.Row row) {
        return new Crowded.QueryCall(
                row.intAt(0));
    }
}
