package io.dynafuse.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * How the samples of a TIFF file can be compressed (tag 259). The numbers are those of TIFF 6.0, its supplements, and the registry that
 * LibTIFF keeps.
 */
enum TiffCompression {
    NONE(1, "none", Support.BYTES),
    CCITT_RLE(2, "CCITT modified Huffman", Support.DECODER),
    CCITT_T4(3, "CCITT group 3 fax", Support.DECODER),
    CCITT_T6(4, "CCITT group 4 fax", Support.DECODER),
    LZW(5, "LZW", Support.BYTES),
    OLD_JPEG(6, "JPEG in the old style", Support.DECODER),
    JPEG(7, "JPEG", Support.DECODER),
    DEFLATE(8, "Deflate", Support.BYTES),
    JBIG_T85(9, "JBIG (T.85)", Support.NO),
    JBIG_T43(10, "JBIG (T.43)", Support.NO),
    NEXT(32766, "NeXT RLE", Support.NO),
    CCITT_RLE_WORDS(32771, "CCITT RLE in words", Support.NO),
    PACK_BITS(32773, "PackBits", Support.BYTES),
    THUNDER_SCAN(32809, "ThunderScan", Support.NO),
    IT8_CTPAD(32895, "IT8 CT padded", Support.NO),
    IT8_LINEWORK(32896, "IT8 linework", Support.NO),
    IT8_MONOCHROME(32897, "IT8 monochrome picture", Support.NO),
    IT8_BINARY(32898, "IT8 binary line art", Support.NO),
    PIXAR_FILM(32908, "Pixar film", Support.NO),
    PIXAR_LOG(32909, "Pixar log", Support.NO),
    OLD_DEFLATE(32946, "Deflate", Support.BYTES),
    KODAK_DCS(32947, "Kodak DCS", Support.NO),
    JPEG_2000_YCBCR(33003, "JPEG 2000", Support.NO),
    JPEG_2000_RGB(33005, "JPEG 2000", Support.NO),
    JBIG(34661, "JBIG", Support.NO),
    SGI_LOG(34676, "SGI LogLuv", Support.NO),
    SGI_LOG_24(34677, "SGI LogLuv of 24 bits", Support.NO),
    JPEG_2000(34712, "JPEG 2000", Support.NO),
    NIKON_NEF(34713, "Nikon NEF", Support.NO),
    JBIG_2(34715, "JBIG2", Support.NO),
    MDI_BINARY(34718, "Microsoft Document Imaging", Support.NO),
    MDI_PROGRESSIVE(34719, "Microsoft Document Imaging", Support.NO),
    MDI_VECTOR(34720, "Microsoft Document Imaging", Support.NO),
    LERC(34887, "LERC", Support.NO),
    LOSSY_JPEG(34892, "lossy JPEG of DNG", Support.NO),
    LZMA(34925, "LZMA", Support.NO),
    OLD_ZSTD(34926, "Zstandard", Support.NO),
    OLD_WEBP(34927, "WebP", Support.NO),
    PNG(34933, "PNG", Support.NO),
    JPEG_XR(34934, "JPEG XR", Support.NO),
    ZSTD(50000, "Zstandard", Support.NO),
    WEBP(50001, "WebP", Support.NO),
    JPEG_XL(50002, "JPEG XL", Support.NO),
    DNG_JPEG_XL(52546, "JPEG XL", Support.NO);

    private enum Support {
        /** Unpacks to bytes, whatever they mean. */
        BYTES,
        /** Read if the decoder knows the kind of image. */
        DECODER,
        NO
    }

    private final int number;
    private final String name;
    private final Support support;

    TiffCompression(int number, String name, Support support) {
        this.number = number;
        this.name = name;
        this.support = support;
    }

    /**
     * The compression of a number.
     *
     * @throws Refusal if it is not read
     */
    static TiffCompression of(long number) throws Refusal {
        Optional<TiffCompression> known =
                Arrays.stream(values()).filter(one -> one.number == number).findFirst();
        if (known.isEmpty() || known.get().support == Support.NO) {
            throw new Refusal("is compressed by " + known.map(one -> one.name).orElse("a method without a known name")
                    + " (TIFF compression " + number + "), which is not read; save it with LZW or Deflate");
        }
        return known.get();
    }

    /** Whether it unpacks to bytes, whatever kind of samples they are. */
    boolean isOfBytes() {
        return support == Support.BYTES;
    }

    @Override
    public String toString() {
        return name;
    }
}
