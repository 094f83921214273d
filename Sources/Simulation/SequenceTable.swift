/// How the labels of the release follow one another, as text for `EventSequence` to read.
///
/// Counted from the symbols and auxiliary texts of all 39 annotation files of the Leipzig Heart
/// Center ECG-Database 1.0.0 (118,214 annotations; ODC-By 1.0), separately for the children with
/// AVNRT, with AVRT (PJRT among them) and with AVRT-WPW, and for the adults with repaired Fallot.
///
/// To count again: map each (symbol, aux) to a `BeatKind`; set the `+` marks aside; join equal
/// neighbours into runs (`~` pairs are runs of `artifact`). One line holds, separated by blanks:
/// 1. the group, 2. the kind, 3. the number of its runs,
/// 4. run lengths at the quantiles 0, .1, .25, .5, .75, .9, .97 and 1 (pairs for `artifact`),
/// 5. in percent, how often a run was announced by its own rhythm marker where another rhythm was
///    in force, and 6. how often such a marker was repeated where the rhythm was in force already,
/// 7. the kinds of the next run with their counts, the nine commonest above 0.4 %.
enum SequenceTable {
  static let text = """
    AVNRT sinus 782 1/1/2/4/18/49/133/1253 85 9 atrialPaced:256 atrialPremature:172 \
      ventricular:98 junctional:98 unclassifiable:48 artifact:38 ventricularPaced:26 \
      atrialAberrant:16 avnrt:10
    AVNRT atrialPaced 327 1/1/2/7/9/9/55/130 64 21 sinus:136 unclassifiable:80 avnrt:49 \
      junctional:39 atrialPremature:14 avnrtAberrant:2 afib:2 ventricular:2 ventricularPaced:2
    AVNRT atrialPremature 308 1/1/1/1/2/3/6/35 0 0 sinus:213 junctional:57 avnrt:12 \
      ventricular:9 avnrtBlock:6 atrialAberrant:3 ectopicAtrial:2 unclassifiable:2 atrialPaced:2
    AVNRT avnrt 302 1/3/4/5/24/65/220/378 78 3 unclassifiable:129 ventricularPaced:97 sinus:26 \
      atrialPaced:14 atrialPremature:12 avnrtAberrant:9 ventricular:7 junctional:2 vt:2
    AVNRT unclassifiable 294 1/1/1/1/2/7/15/73 0 0 avnrt:115 sinus:52 ventricularPaced:41 \
      atrialPaced:32 junctional:24 afib:12 atrialPremature:7 ventricular:6 avnrtBlock:4
    AVNRT junctional 245 1/1/1/1/3/11/34/218 0 0 sinus:113 atrialPremature:87 atrialAberrant:12 \
      atrialPaced:10 avnrt:9 unclassifiable:5 ventricular:5 avnrtAberrant:1 avnrtBlock:1
    AVNRT ventricularPaced 186 1/1/1/4/8/10/74/113 53 6 avnrt:74 sinus:68 unclassifiable:10 \
      avnrtAberrant:10 atrialPremature:8 ventricular:5 junctional:4 afib:4 atrialPaced:2
    AVNRT ventricular 137 1/1/1/1/1/2/2/3 0 0 sinus:106 avnrt:8 atrialPaced:6 junctional:5 \
      afib:5 atrialPremature:3 ventricularPaced:2 unclassifiable:2
    AVNRT artifact 40 1/1/1/1/1/1/1/2 0 0 sinus:39 avnrt:1
    AVNRT atrialAberrant 31 1/1/1/1/1/2/2/3 0 0 junctional:13 sinus:9 avnrt:4 atrialPremature:3 \
      flutter:1 atrialPaced:1
    AVNRT afib 31 1/1/3/15/33/66/91/304 88 4 unclassifiable:12 leftBundle:6 ventricular:4 \
      ventricularPaced:4 sinus:3 flutter:1 atrialPaced:1
    AVNRT avnrtAberrant 25 1/2/2/3/5/40/44/56 50 0 avnrt:13 ventricularPaced:11 sinus:1
    AVNRT avnrtBlock 14 3/4/7/9/15/17/31/31 100 25 unclassifiable:5 avnrtAberrant:3 \
      ventricularPaced:2 avnrt:2 junctional:1
    AVNRT vt 7 3/4/6/6/9/21/21/21 100 0 sinus:5 avnrt:2
    AVNRT leftBundle 7 1/1/1/1/1/1/2/2 0 0 afib:6 junctional:1
    AVNRT ectopicAtrial 4 4/4/4/7/7/13/13/13 100 0 sinus:3 atrialPremature:1
    AVNRT flutter 2 2/2/2/2/107/107/107/107 50 0 sinus:1 junctional:1
    AVNRT junctionalEscape 1 1/1/1/1/1/1/1/1 0 0 sinus:1
    AVNRT firstDegreeBlock 1 3/3/3/3/3/3/3/3 0 0 avnrt:1
    AVNRT rightBundle 1 2/2/2/2/2/2/2/2 0 0 avnrt:1
    AVNRT pacedFusion 1 1/1/1/1/1/1/1/1 0 0 ventricularPaced:1
    AVNRT fusion 1 1/1/1/1/1/1/1/1 0 0 ventricular:1
    AVRT sinus 326 1/2/3/7/29/80/342/1654 75 11 atrialPaced:135 atrialPremature:60 \
      ventricular:30 artifact:29 ventricularPaced:24 junctional:17 avrt:11 unclassifiable:7 \
      atrialAberrant:4
    AVRT atrialPaced 165 1/1/1/8/9/9/15/138 63 51 sinus:86 avrt:56 unclassifiable:10 \
      junctional:6 atrialPremature:3 ventricularPaced:2
    AVRT avrt 132 1/2/5/23/68/210/569/2211 74 6 sinus:45 ventricularPaced:30 unclassifiable:28 \
      atrialPaced:14 ventricular:4 atrialPremature:4 junctional:2 atrialAberrant:2 afib:1
    AVRT ventricularPaced 72 1/1/1/4/9/11/100/113 34 0 sinus:32 avrt:29 unclassifiable:9 \
      atrialPaced:2
    AVRT atrialPremature 68 1/1/1/1/1/3/5/11 0 0 sinus:48 avrt:7 atrialPaced:6 junctional:3 \
      firstDegreeBlock:1 ventricular:1 avrtAberrant:1 unclassifiable:1
    AVRT unclassifiable 56 1/1/1/1/2/6/10/34 0 0 avrt:21 ventricularPaced:14 sinus:12 \
      atrialPaced:7 junctional:1 afib:1
    AVRT ventricular 35 1/1/1/1/1/1/2/2 0 0 sinus:30 avrt:2 atrialPremature:1 unclassifiable:1 \
      atrialPaced:1
    AVRT artifact 31 1/1/1/1/1/1/1/1 0 0 sinus:31
    AVRT junctional 30 1/1/1/1/2/3/6/7 0 0 sinus:29 avrt:1
    AVRT atrialAberrant 6 1/1/1/1/1/1/2/2 0 0 sinus:6
    AVRT afib 2 40/40/40/40/169/169/169/169 100 0 sinus:1 avrt:1
    AVRT avrtAberrant 2 4/4/4/4/9/9/9/9 100 0 avrt:2
    AVRT firstDegreeBlock 1 1/1/1/1/1/1/1/1 0 0 junctional:1
    AVRT pacedFusion 1 1/1/1/1/1/1/1/1 0 0 ventricularPaced:1
    WPW preexcited 2963 1/1/1/1/2/5/10/892 88 1 atrialPreexcited:2470 ventricular:224 \
      atrialPaced:134 unclassifiable:52 artifact:31 ventricularPaced:31
    WPW atrialPreexcited 2571 1/1/1/1/1/1/2/7 0 0 preexcited:2429 ventricular:67 junctional:32 \
      atrialPaced:18
    WPW ventricular 369 1/1/1/1/1/2/3/6 0 0 preexcited:236 atrialPreexcited:46 sinus:39 \
      junctional:23 avrt:14 atrialPaced:7 ventricularPaced:2 unclassifiable:2
    WPW atrialPaced 321 1/1/2/6/9/20/72/426 61 0 preexcited:139 unclassifiable:116 sinus:23 \
      atrialPreexcited:13 junctional:13 ventricular:8 avrt:5 ventricularPaced:3
    WPW unclassifiable 291 1/1/1/1/2/4/10/21 0 0 atrialPaced:131 ventricularPaced:81 avrt:36 \
      preexcited:22 sinus:11 junctional:5 atrialPreexcited:2
    WPW ventricularPaced 153 1/1/1/4/8/16/43/136 59 6 unclassifiable:67 preexcited:38 avrt:22 \
      junctional:13 ventricular:6 sinus:2 atrialPreexcited:2 vt:1 junctionalEscape:1
    WPW sinus 103 1/1/2/4/12/65/270/1269 56 11 ventricular:38 atrialPaced:24 atrialPremature:15 \
      unclassifiable:11 artifact:6 ventricularPaced:4 fusion:2 atrialPreexcited:1 vt:1
    WPW avrt 92 1/3/5/8/26/82/367/544 47 0 unclassifiable:38 ventricularPaced:25 ventricular:15 \
      preexcited:13 avrtAberrant:1
    WPW junctional 90 1/1/1/1/2/2/5/10 0 0 preexcited:38 atrialPreexcited:35 ventricular:9 \
      atrialPaced:7 sinus:1
    WPW artifact 45 0/0/1/1/1/1/1/1 0 0 preexcited:36 sinus:6 atrialPreexcited:2 afib:1
    WPW atrialPremature 17 1/1/1/1/1/2/11/11 0 0 sinus:16 ventricular:1
    WPW vt 7 4/4/4/6/6/12/12/12 100 0 preexcited:5 sinus:1 avrt:1
    WPW junctionalEscape 2 1/1/1/1/1/1/1/1 0 0 preexcited:2
    WPW avrtAberrant 2 2/2/2/2/6/6/6/6 100 0 avrt:2
    WPW fusion 2 1/1/1/1/1/1/1/1 0 0 artifact:1 sinus:1
    WPW afib 2 1/1/1/1/68/68/68/68 100 0 unclassifiable:1 sinus:1
    WPW atrialAberrant 1 2/2/2/2/2/2/2/2 0 0 preexcited:1
    TOF rightBundle 1125 1/1/1/3/7/22/74/617 63 1 ventricular:738 ventricularPaced:177 \
      atrialAberrant:63 fusion:58 vt:52 unclassifiable:21 pacedFusion:7
    TOF ventricular 882 1/1/1/1/2/3/5/12 0 0 rightBundle:772 fusion:82 vt:9 ventricularPaced:8 \
      ivr:5
    TOF ventricularPaced 230 1/5/8/10/11/11/14/26 93 0 rightBundle:141 ventricular:46 vt:18 \
      unclassifiable:17 pacedFusion:5 fusion:1
    TOF fusion 147 1/1/1/1/1/1/2/3 0 0 ventricular:78 rightBundle:58 vt:10 pacedFusion:1
    TOF vt 97 1/4/5/6/12/31/51/708 98 29 rightBundle:63 unclassifiable:13 ventricular:9 fusion:4 \
      pacedFusion:4 ventricularPaced:3 artifact:1
    TOF atrialAberrant 66 1/1/1/1/2/2/4/5 0 0 rightBundle:58 ventricular:7 fusion:1
    TOF unclassifiable 54 1/1/1/3/5/8/10/12 0 0 ventricularPaced:26 rightBundle:18 vt:7 \
      pacedFusion:2 ventricular:1
    TOF pacedFusion 19 1/1/1/1/1/4/4/10 0 0 ventricularPaced:14 rightBundle:3 vt:1 \
      unclassifiable:1
    TOF ivr 7 4/5/7/11/15/18/22/22 100 0 rightBundle:5 fusion:1 ventricular:1
    TOF artifact 1 1/1/1/1/1/1/1/1 0 0 ventricular:1
    """
}
