/// One query of every form of grammar.md, with the first line of its CSV about the demo.
enum EveryForm {
  static let queries: [(query: String, header: String)] = [
    (#"events "visit site", "log in" days 7 unique"#, "date,visit site,log in"),
    (#"events "visit site" by referrer days 7 limit 2"#, "date,google,direct"),
    (
      #"events "visit site" by referrer in (google, twitter) days 7 limit 10"#,
      "date,google,twitter"
    ),
    ("top events unique limit 20", "event,amount,change"),
    (
      #"retention "visit site" weeks 4"#,
      "event,cohort,1 weeks later,2 weeks later,3 weeks later"
    ),
    (
      #"funnel "Signup flow", "Invite" weeks 4"#,
      "funnel,date,step,goal,count,step_ratio,overall_ratio"
    ),
    (#"funnel "Signup flow" weeks 4 by referrer"#, "date,value,1,2,3,4,start,end,total"),
    ("show events days 30 limit 50", "event"),
    (#"show properties of event "visit site" days 7"#, "property,count"),
    (#"show values of referrer of event "visit site""#, "value"),
    ("show funnels weeks 4", "funnel"),
    (#"show dates of funnel "Signup flow", "Purchase""#, "funnel,date"),
    (#"show properties of funnel "Signup flow""#, "property,count"),
  ]

  static let script = queries.map(\.query).joined(separator: "\n")
}
