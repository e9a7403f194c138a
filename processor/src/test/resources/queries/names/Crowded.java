package shop;

import java.util.List;

public interface Crowded extends Parent {
    record Row(java.lang.String text) {}

    record Class(long call) {}

    record QueryCall(int db) {}

    interface String {}

    interface Math {}

    java.lang.String PER_ROW = "SELECT 1";

    List<Row> perRow(java.lang.String db, java.lang.String call, java.lang.String call_);

    List<Row> perRow(java.lang.String PER_ROW_, int TEXT);

    Class readClass(long row);

    int class_(java.lang.String... names);

    Crowded.QueryCall größe(int größe);
}

interface Parent {
    long INT = 1;

    record Database(int id) {}
}
