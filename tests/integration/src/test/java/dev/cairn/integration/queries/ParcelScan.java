package dev.cairn.integration.queries;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.time.LocalDateTime;

/** A scan of a parcel at a place on its way. */
@Table
@DuplicateKey({"parcel_id", "scanned_at"})
@DistributedByHash(value = "parcel_id", buckets = 1)
public record ParcelScan(
        long parcelId, LocalDateTime scannedAt, @Varchar(40) String place) {}
