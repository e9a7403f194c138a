package dev.cairn.integration.queries;

import dev.cairn.annotation.Execute;
import dev.cairn.annotation.Queries;
import java.util.List;

/** Deletes rows of a table without a primary key, where the server takes no constant as the condition. */
@Queries(Depot.class)
public interface ScanRemovals {
    @Execute("DELETE FROM parcel_scan WHERE place IN (:places)")
    long removeByPlace(List<String> places);

    @Execute("DELETE FROM parcel_scan WHERE place NOT IN (:places)")
    void removeOutsidePlaces(List<String> places);
}
