package dev.cairn.integration.queries;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;

/** The schema of the parcels; the tests create its tables without migrations. */
@Allow({"pending-changes", "single-bucket", "single-replica"})
@Schema(
        name = "depot",
        targets = {@Schema.Target(server = "4.1"), @Schema.Target(server = "4.1", runMode = Schema.RunMode.SHARED_DATA)
        },
        properties = @Property(name = "replication_num", value = "1"),
        value = {Parcel.class, Courier.class, ParcelScan.class, HeavyParcel.class, CityParcels.class})
public interface Depot {}
