-- Made once the barcodes are in, in one pass: the way from an item to its barcodes.
CREATE INDEX barcode_of_item ON barcode (item);
