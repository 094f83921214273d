import Waveforms

/// How many of each label the annotation files of the release hold, and in which order, as text for
/// `ReleaseFacts` to read.
///
/// Counted from the symbols and auxiliary texts of all 39 annotation files of the Leipzig Heart
/// Center ECG-Database 1.0.0 (118,214 annotations; ODC-By 1.0).
///
/// To count again: take the annotations of one file in the order of the file, without the notes at
/// its head that define types and resolution; write each as its symbol, a tab, its auxiliary text
/// without trailing NUL bytes, and a line feed, all in UTF-8. One line below holds, separated by
/// blanks:
/// 1. the record, 2. the SHA-256 of that text,
/// 3. each label with its number: `SYMBOL=NUMBER` or `SYMBOL:TEXT=NUMBER`, in the order of bytes.
enum ReleaseLabelTable {
  static let text = """
    x001 dbab9526cb0ab742741b73b749f1733831d86bc16e87dff3e8e093a090d9a146 +:(/A=77 +:(/V=3 +:(A=1 \
      +:(AFIB=1 +:(AVRT=18 +:(J=2 +:(N=83 /:/A=849 /:/V=389 A=40 J=50 N=10345 Q=53 V=24 X:AFIB=40 \
      X:AVRT=4199 b:BI=1 ~=48
    x002 93c5fa8de55a41ce4a6aab7350df1addbae3e919fadae734971083f4d5443d03 +:(/A=35 +:(/V=41 \
      +:(AVNRT=48 +:(EAT=4 +:(J=1 +:(N=75 +:(VT=3 /:/A=463 /:/V=292 A=260 J=234 N=6047 Q=324 V=52 \
      X:AVNRT=2769 X:AVNRT+BII=77 X:EAT=28 X:VT=40 X:avnrt=11 a=7 ~=42
    x003 b9d7ab6b9266e491a32fb405a1c916dc8cbfbd3fb97245b089557b2a265aff22 +:(/A=32 +:(/V=23 \
      +:(AFIB=1 +:(AVRT=2 +:(B=1 +:(N=81 +:(VT=6 /:/A=891 /:/V=586 A=30 A:A-Prex=159 F=2 J=13 \
      N=4479 N:N-Prex=8200 Q=185 V=120 X:AFIB=69 X:AVRT=460 X:VT=42 X:avrt=8 a=2 j=2 ~=58
    x004 e11679072dc7486d678bccc5caaa93336675195d12860d7f56d65df1b1e141af +:(/A=89 +:(/V=34 \
      +:(AVRT=16 +:(N=139 +:(VT=1 /:/A=2725 /:/V=544 A:A-Prex=2606 J=129 N:N-Prex=5101 Q=391 V=331 \
      X:AVRT=2683 X:VT=6 ~=24
    x005 7719c2985a643155f5a972b9bd41328c47868b9a51fb88b85e7611a663356c1c +:(N=1 N=2254 ~=12
    x006 536c4583aef4d243e459a4929707082107b23b70bfecaa5eaa9cc813ab5ebe4b +:(/A=105 +:(/V=29 \
      +:(A=3 +:(AFIB=8 +:(AFL=1 +:(AVNRT=33 +:(J=21 +:(N=152 +:(VT=1 /:/A=1398 /:/V=886 A=167 \
      J=1268 L=8 N=9166 Q=313 V=35 X:AFIB=918 X:AFL=109 X:AVNRT=406 X:VT=21 X:avnrt=201 a=25 \
      b:BI=3 j=1 ~=34
    x007 7ba3d246b70eb91f73b190d7841da4fd3168e91480004406e5e6847aea6a8251 +:(AVRT=2 +:(N=2 A=4 \
      N=179 Q=10 V=2 X:AVRT=155
    x008 e436853c1d014dc93be8395ca2573f3e15fe7036f4d6df5d4c3726905ffd64c9 +:(/A=24 +:(/V=1 \
      +:(AVRT=2 +:(N=25 /:/A=200 /:/V=23 A:A-Prex=11 N:N-Prex=228 Q=17 X:AVRT=316
    x009 7395591a4fe495eb3663dbf136ca3355c9dba74faef6ef401eb68e46efba7507 +:(/A=2 +:(AVRT=1 +:(N=1 \
      /:/A=178 A=1 N=38 V=2 X:AVRT=2781 X:avrt=9
    x0010 1c68593900ad6eccd3c4f7cd3d8c6c5f5f81bd54b2808e72366f3758d22ce344 +:(/A=10 +:(/V=2 \
      +:(AVNRT=3 +:(N=10 /:/A=82 /:/V=22 N=20 Q=14 V=3 X:AVNRT=762 ~=2
    x0011 c4f06813f01eade822fd8d0fdc5985725eb9fb91da70fd93360ba06ec8273a8c +:(/A=3 +:(/V=1 \
      +:(AFIB=1 +:(AVRT=2 +:(N=4 /:/A=30 /:/V=7 A=1 N=11 Q=11 V=2 X:AFIB=169 X:AVRT=2260 ~=2
    x0012 525654881aa44915ed72adb6fa1bf8406881f70a57c80a0e0a2e4e45f088c9d4 +:(A=1 +:(AVRT=18 \
      +:(N=15 /:/A=19 A=39 N=867 Q=2 X:AVRT=428 a=3
    x0013 61c3f16f4c287913ac8e77ff1abfc1ea50b8de6d58b759b3fdebd57a8cc3bf0d +:(AVNRT=4 +:(N=3 \
      /:/A=4 A=3 J=1 N=221 Q=13 V=1 X:AVNRT=127
    x0014 1b9ab37e5af890528159ac1ab48928d3680245088e9197371a38516768b41219 +:(/A=1 +:(/V=3 \
      +:(AVNRT=3 +:(N=1 /:/A=50 /:/V=32 A=1 N=2 Q=8 X:AVNRT=510
    x0015 3b09a05f398ad7b1cf777a8d18218961dc95dc1d8c960de9098d39a4727847e0 +:(/A=3 +:(/V=4 \
      +:(AVNRT=5 +:(N=4 /:/A=48 /:/V=24 N=104 Q=13 V=8 X:AVNRT=219 a=2
    x0016 85c115f27f45da0addfdc53253d6edcf4bf832fe66163f192ca4e8d8b91859c0 +:(/A=24 +:(/V=2 \
      +:(AVNRT=7 +:(N=23 /:/A=439 /:/V=18 A=6 N=728 Q=54 V=42 X:AVNRT=367 a=3
    x0017 085b3e6db31e8b73940f88ece603a7c7699b0133f5be15c59c9851f53c89abb5 +:(/V=3 +:(A=2 \
      +:(AVNRT=3 +:(N=1 /:/A=3 /:/V=26 A=75 N=15 Q=4 V=4 X:AVNRT=446
    x0018 056d2d0a116952d680f07b1823604f2701aae18064ce3818cdac4efed9900dfa +:(/V=2 +:(AVNRT=4 \
      +:(N=4 /:/A=75 /:/V=15 A=3 N=211 Q=10 X:AVNRT=556 X:AVNRT+BII=17 X:avnrt=13
    x0019 4c97f2689d066cd2df676a7df7710308a9e5e2a7156693f5682032226c174fad +:(/A=1 +:(/V=4 \
      +:(AVNRT=4 +:(N=3 /:/A=8 /:/V=26 A=4 N=245 Q=12 R=2 X:AVNRT=271 X:avnrt=2
    x0020 03b9dae516a673fbb622cabf180edf5a6c578129a9fff6a8ba8a2c7e89d022e0 +:(/A=9 +:(/V=5 +:(A=1 \
      +:(AVRT=9 +:(N=7 /:/A=55 /:/V=37 A=10 N=116 Q=27 X:AVRT=1313 X:avrt=4
    x0021 86e6944cc8434c11da19ac9cf4329142a7dad2c0d2793679025a427efc819543 +:(/A=6 +:(AVNRT=3 \
      +:(J=1 +:(N=6 /:/A=89 A=2 J=6 N=509 Q=69 V=1 X:AVNRT=926 X:AVNRT+BII=67
    x0022 04cd3ab2f6ffa63a5fff144bd28ccaaec04089ef960b8421572da06e5cce5541 +:(AVRT=1 +:(N=2 A=1 \
      J=1 N=296 V=1 X:AVRT=42
    x0023 d2a6e6e435ea2286971591998c970e2f24fe9a170c90e965059a77518002255d +:(/A=6 +:(/V=3 \
      +:(AVRT=3 +:(N=11 /:/A=48 /:/V=63 A:A-Prex=10 N:N-Prex=160 Q=8 X:AVRT=456
    x0024 b7598e35dfa0afa066c7d8e40d4c7f74d7481dc0f5196375daf473ecf27fec5c +:(/A=14 +:(/V=18 \
      +:(AVNRT=7 +:(B=1 +:(N=32 +:(VT=1 /:/A=199 /:/V=241 A=18 J=4 N=390 Q=24 V=15 X:AVNRT=649 \
      X:VT=9 X:avnrt=2 a=1 f=1 ~=4
    x0025 990e35a6e875d47034bbf8a330941b423fbfeea68f6a72b5f7a99ace0b9a608e +:(/V=1 +:(AVRT=8 \
      +:(N=9 /:/A=8 /:/V=294 A=7 N=233 Q=44 V=6 X:AVRT=1169 a=1
    x0026 9f70fb2e02b6eeac93133a7df7d42f864a837316e30c0573825e8496ee82539c +:(AFIB=1 +:(AVNRT=2 \
      +:(N=4 A=8 F=1 J=3 N=233 Q=6 V=1 X:AFIB=39 X:AVNRT=89 X:avnrt=2 a=2
    x0027 7d961c70e6b9e8385e6a977e5ad44069f0c93157ac4be23b29a403fabf90a935 +:(/A=2 +:(AVRT=1 \
      +:(N=2 /:/A=16 N:N-Prex=97 X:AVRT=23
    x0028 76d788f401ec09ee84dff081089e2a234cd0b593875bab250d7973e630c5cd30 +:(/A=2 +:(AVRT=1 \
      +:(N=3 /:/A=17 N=35 X:AVRT=569
    x0029 918367a9ac40632154cf7bdb272dc7f19e98a347ca4d7d90e47e8b7897f423a5 +:(/A=9 +:(/V=17 \
      +:(AVRT=9 +:(N=24 /:/A=137 /:/V=129 A=3 J=1 N=443 Q=15 V=1 X:AVRT=745 a=3 f=1
    x100 5a3d7ee75977bdf7f75ad265212b986e28af746d95b5f4015112cf99286b4e69 +:(/V=6 +:(N=7 +:(VT=2 \
      /:/V=85 Q=17 R=625 V=24 X:VT=34
    x101 a4b2b1fe658d8b9de24a007f24bbd96adf1c38129b2f7d35a7fb8f3ea83e9444 +:(/V=13 +:(N=14 +:(VT=2 \
      /:/V=170 F=2 Q=28 R=962 V=58 X:VT=41 f=1
    x102 ad3429672825ac34907403a77cde9402133a8fb1bb66f88019e418a7e778c856 +:(N=5 +:(VT=4 R=1930 \
      V=74 X:VT=21
    x103 4f67a79e954e78779bdd8a561dcabac21bebf45ef52e0a6907b713c8833ebdc1 +:(/V=80 +:(N=84 +:(VT=4 \
      /:/V=807 F=2 R=805 V=49 X:VT=20
    x104 70d929491b1eb4a077e895b1ffe80fbe6a2f203b340b9926c63c8973c23d921a +:(/V=71 +:(A=5 +:(IVR=1 \
      +:(N=76 +:(VT=7 /:/V=672 F=44 Q=56 R=2953 V=277 X:IVR=37 X:VT=94 a=27 f=7
    x105 70b5e3ceb1f62261fef3d2b82f78d8d48035e5cdaee9d3a6b4e92a5e697c189a +:(/V=4 +:(IVR=1 +:(N=22 \
      +:(VT=19 /:/V=75 F=22 R=1074 V=213 X:IVR=11 X:VT=286 a=37 f=1
    x106 21d9190a84faf2ff42d66288b89df9ef6d52ca1504c54ccc2f475e888ab09c96 +:(/V=6 +:(IVR=1 +:(N=22 \
      +:(VT=20 /:/V=31 F=10 Q=1 R=808 V=274 X:IVR=9 X:VT=172 a=18 f=1
    x107 6ca2dc38dba0cc80001b4f0ec559514fc13a50724595467d1de470ca23550868 +:(/V=8 +:(IVR=2 +:(N=12 \
      +:(VT=4 /:/V=76 F=13 R=1152 V=127 X:IVR=25 X:VT=85 f=15
    x108 7b0caeff74ccc8a4368c798b27ba8ea2ebdadf711ffda7f5fd4f68b4215d9baf +:(/V=11 +:(N=15 +:(VT=8 \
      /:/V=105 F=8 Q=72 R=1529 V=58 X:VT=883 f=3
    x109 1f3357ac37bcfa1a55d5974ba7036c69decced4bee8c48a0375cb9c68990c5cd +:(/V=8 +:(N=17 +:(VT=17 \
      /:/V=73 F=56 Q=23 R=183 V=328 X:VT=160 a=15 f=9 ~=2
    """
}
