"""Who may do what, written by hand: one line an operation, one digit a column.

Columns, as in `province.COLUMNS`: nobody, stranger | zone, that of others | city, that of others |
division, that of another body | reviewer, that of others | leader, that of others | firm | system,
security, audit | a division officer's token that only reads. What is asked of is Shiyuan's zone.

2 done · 1 sign in first · 3 forbidden · 9 no such thing for you · 4 the right is there, the matter
refuses: at another level of review, or where no rule suggests what is decided on.
"""

EVERYBODY = "22 22 22 22 22 22 2 222 2"  # what is public
SIGNED_IN = "12 22 22 22 22 22 2 222 2"  # one's own, or what one may see of it
INSIDERS = "33 22 22 22 22 22 3 333 2"
MAINTAINER = "13 33 33 33 33 33 3 233 3"  # the system administrator alone
OWN_FIRM = "13 33 33 33 33 33 2 333 3"  # the firm whose own it is
AUDITOR = "13 33 33 33 33 33 3 332 3"  # the audit administrator alone
SEES_ZONE = "13 23 23 23 23 23 3 333 2"
FILLS = "13 23 23 33 33 33 3 333 3"  # the zone itself, its city for it
DISPATCHES = "13 33 33 23 33 33 3 333 3"  # the division alone
CHECKS = "13 33 23 33 33 33 3 333 3"  # the city alone
SEES_PROJECTS = "13 22 22 22 22 22 3 333 2"  # one's own of them
SEES_TASK = "19 29 29 29 29 29 9 999 2"
KEEPS_TASK = "19 29 29 29 39 39 9 999 3"
SENT_SLIP = "19 39 39 29 39 39 9 999 3"

RIGHTS = f"""
GET /packs                                      {EVERYBODY}
GET /packs/{{pack}}                             {EVERYBODY}
GET /packs/{{pack}}/indicators                  {EVERYBODY}
GET /packs/{{pack}}/indicators/{{id}}           {EVERYBODY}
GET /packs/{{pack}}/orgs                        {EVERYBODY}
GET /packs/{{pack}}/orgs/{{id}}                 {EVERYBODY}
GET /packs/{{pack}}/board                       {EVERYBODY}
GET /packs/{{pack}}/statement                   {EVERYBODY}
GET /packs/{{pack}}/explain                     {EVERYBODY}
GET /packs/{{pack}}/facts                       {EVERYBODY}
GET /packs/{{pack}}/figures                     {EVERYBODY}
GET /packs/{{pack}}/map                         {EVERYBODY}
GET /packs/{{pack}}/targets                     {EVERYBODY}
GET /packs/{{pack}}/targets/{{id}}              {EVERYBODY}
GET /packs/{{pack}}/tasks                       {EVERYBODY}
GET /packs/{{pack}}/tasks/{{id}}                {EVERYBODY}
GET /packs/{{pack}}/differences                 {EVERYBODY}
GET /packs/{{pack}}/documents                   {EVERYBODY}
GET /packs/{{pack}}/documents/{{id}}            {EVERYBODY}
GET /packs/{{pack}}/parameters/{{id}}           {EVERYBODY}
GET /packs/{{pack}}/lists/{{id}}                {EVERYBODY}
GET /packs/{{pack}}/search                      {EVERYBODY}
GET /packs/{{pack}}/revisions                   {EVERYBODY}
GET /packs/{{pack}}/batches                     {EVERYBODY}
GET /packs/{{pack}}/codes                       {EVERYBODY}
GET /packs/{{pack}}/codes/{{id}}                {EVERYBODY}
GET /packs/{{pack}}/clearance/study             {EVERYBODY}
GET /packs/{{pack}}/clearance/flow              {EVERYBODY}
GET /packs/{{pack}}/clearance/promises          {EVERYBODY}
GET /packs/{{pack}}/clearance/contrast          {EVERYBODY}
GET /packs/{{pack}}/clearance/bands             {EVERYBODY}
GET /versions                                   {EVERYBODY}
GET /packs/{{pack}}/forecast                    {INSIDERS}
GET /packs/{{pack}}/splits/{{target}}           {INSIDERS}

GET  /me                                        {SIGNED_IN}
GET  /messages                                  {SIGNED_IN}
POST /messages/read                             12 22 22 22 22 22 2 222 3
POST /messages/{{id}}/read                      19 99 29 99 99 99 9 999 3
GET  /hooks                                     {MAINTAINER}
POST /hooks                                     {MAINTAINER}
POST /hooks/{{hook}}/stop                       {MAINTAINER}
POST /hooks/{{hook}}/test                       {MAINTAINER}
GET  /hooks/{{hook}}/deliveries                 {MAINTAINER}
GET  /hooks/{{hook}}/waiting                    {MAINTAINER}
GET  /own-hooks                                 {OWN_FIRM}
POST /own-hooks                                 {OWN_FIRM}
POST /own-hooks/{{own_hook}}/renew              {OWN_FIRM}
POST /own-hooks/{{own_hook}}/test               {OWN_FIRM}
POST /own-hooks/{{own_hook}}/remove             {OWN_FIRM}
GET  /own-hooks/{{own_hook}}/deliveries         {OWN_FIRM}
GET  /audit                                     {AUDITOR}
GET  /audit/{{number}}                          {AUDITOR}

GET  /packs/{{pack}}/duties                     {SIGNED_IN}
GET  /packs/{{pack}}/completeness               {SIGNED_IN}
GET  /packs/{{pack}}/due.ics                    {SIGNED_IN}
GET  /packs/{{pack}}/desk                       13 33 22 23 22 33 3 333 3
POST /packs/{{pack}}/closings                   {DISPATCHES}
POST /packs/{{pack}}/workbooks                  {FILLS}
GET  /marked/{{secret}}                         19 99 99 99 99 99 9 999 9
GET  /packs/{{pack}}/forms/{{form}}/{{org}}/{{period}}                    {SEES_ZONE}
GET  /packs/{{pack}}/forms/{{form}}/{{org}}/{{period}}/workbook           {SEES_ZONE}
POST /packs/{{pack}}/forms/{{form}}/{{org}}/{{period}}/draft              {FILLS}
POST /packs/{{pack}}/forms/{{form}}/{{org}}/{{period}}/submit             {FILLS}
POST /packs/{{pack}}/forms/{{form}}/{{org}}/{{period}}/accept             13 33 23 43 43 33 3 333 3
POST /packs/{{pack}}/forms/{{form}}/{{org}}/{{period}}/reject             13 33 43 23 23 33 3 333 3
POST /packs/{{pack}}/forms/{{form}}/{{org}}/{{period}}/correction         13 23 33 33 33 33 3 333 3
POST /packs/{{pack}}/forms/{{form}}/{{org}}/{{period}}/correction/approve 13 33 33 23 23 33 3 333 3
POST /packs/{{pack}}/forms/{{form}}/{{org}}/{{period}}/correction/refuse  13 33 33 23 23 33 3 333 3

GET  /packs/{{pack}}/worklist                   {SIGNED_IN}
POST /packs/{{pack}}/worklist                   13 23 23 23 33 33 3 333 3
GET  /packs/{{pack}}/worklist/{{number}}        {SEES_TASK}
POST /packs/{{pack}}/worklist/{{number}}/report      {KEEPS_TASK}
POST /packs/{{pack}}/worklist/{{number}}/reach       {KEEPS_TASK}
POST /packs/{{pack}}/worklist/{{number}}/block       {KEEPS_TASK}
POST /packs/{{pack}}/worklist/{{number}}/unblock     {KEEPS_TASK}
POST /packs/{{pack}}/worklist/{{number}}/finish      {KEEPS_TASK}
POST /packs/{{pack}}/worklist/{{number}}/cancel      {KEEPS_TASK}
POST /packs/{{pack}}/worklist/{{number}}/reopen      {KEEPS_TASK}
POST /packs/{{pack}}/worklist/{{number}}/assign      {KEEPS_TASK}
POST /packs/{{pack}}/worklist/{{number}}/reschedule  {KEEPS_TASK}
POST /packs/{{pack}}/worklist/{{number}}/evidence    {KEEPS_TASK}
GET  /packs/{{pack}}/worklist/{{number}}/evidence/{{sha256}} {SEES_TASK}

GET  /packs/{{pack}}/dispatch                   {EVERYBODY}
GET  /packs/{{pack}}/dispatch/leader            {INSIDERS}
GET  /packs/{{pack}}/dispatch/suggestions       {INSIDERS}
GET  /packs/{{pack}}/dispatch/editions          {INSIDERS}
GET  /packs/{{pack}}/dispatch/editions/{{number}}          {INSIDERS}
GET  /packs/{{pack}}/dispatch/editions/{{number}}/notice   {DISPATCHES}
GET  /packs/{{pack}}/dispatch/interviews/{{rule}}/{{org}}  13 33 33 43 33 33 3 333 3
POST /packs/{{pack}}/dispatch/editions          {DISPATCHES}
POST /packs/{{pack}}/dispatch/editions/{{number}}/withdraw {DISPATCHES}
POST /packs/{{pack}}/dispatch/editions/{{number}}/issue    {DISPATCHES}
POST /packs/{{pack}}/dispatch/decisions         13 33 33 43 33 33 3 333 3
POST /packs/{{pack}}/dispatch/remarks           {CHECKS}
GET  /packs/{{pack}}/dispatch/editions/{{number}}/rows     {CHECKS}
POST /packs/{{pack}}/dispatch/editions/{{number}}/answer   {CHECKS}
GET  /packs/{{pack}}/slips                      {INSIDERS}
GET  /packs/{{pack}}/slips/{{number}}           33 29 29 29 29 29 3 333 2
GET  /packs/{{pack}}/slips/{{number}}/letter    {SENT_SLIP}
POST /packs/{{pack}}/slips                      {DISPATCHES}
POST /packs/{{pack}}/slips/{{number}}/answer    19 29 39 39 39 39 9 999 3
POST /packs/{{pack}}/slips/{{number}}/return    {SENT_SLIP}
POST /packs/{{pack}}/slips/{{number}}/raise     {SENT_SLIP}
POST /packs/{{pack}}/slips/{{number}}/extend    {SENT_SLIP}
POST /packs/{{pack}}/slips/{{number}}/close     {SENT_SLIP}

POST /packs/{{pack}}/processes/{{process}}/events {DISPATCHES}
GET  /packs/{{pack}}/notices                    {SIGNED_IN}
GET  /packs/{{pack}}/notices/{{notice}}         19 29 29 29 29 29 2 999 2
POST /packs/{{pack}}/notices/{{notice}}/acknowledge 19 39 39 39 39 39 2 999 3
POST /packs/{{pack}}/notices/{{notice}}/acknowledge-by-token {EVERYBODY}
GET  /packs/{{pack}}/quarantine                 {DISPATCHES}
POST /packs/{{pack}}/quarantine/{{number}}/settle {DISPATCHES}
GET  /packs/{{pack}}/processes/{{process}}/cases  {SIGNED_IN}
GET  /packs/{{pack}}/processes/{{process}}/cases-book  13 22 22 22 22 33 3 333 3
POST /packs/{{pack}}/processes/{{process}}/cases-book  13 24 24 44 44 33 3 333 3
GET  /packs/{{pack}}/counted-cases              {SIGNED_IN}
POST /packs/{{pack}}/feeds                      {DISPATCHES}
POST /packs/{{pack}}/processes/{{process}}/cases  13 23 23 33 33 33 3 333 3
GET  /packs/{{pack}}/processes/{{process}}/cases/{{case}}              {SEES_TASK}
GET  /packs/{{pack}}/processes/{{process}}/cases/{{case}}/ledger       {SEES_TASK}
GET  /packs/{{pack}}/processes/{{process}}/ledger                      {SIGNED_IN}
POST /packs/{{pack}}/processes/{{process}}/cases/{{case}}/acts         {KEEPS_TASK}
POST /packs/{{pack}}/processes/{{process}}/cases/{{case}}/migration  13 33 33 43 43 33 3 333 3
POST /packs/{{pack}}/processes/{{process}}/migration                 13 33 33 43 43 33 3 333 3
GET  /packs/{{pack}}/duplicates                 13 33 33 23 23 23 3 333 2
GET  /packs/{{pack}}/duplicates/{{pair}}         13 33 33 23 23 23 3 333 2
POST /packs/{{pack}}/duplicates/{{pair}}/rulings {DISPATCHES}
GET  /packs/{{pack}}/processes/{{process}}/cases/{{case}}/evidence/{{sha256}}  {SEES_TASK}
POST /packs/{{pack}}/processes/{{process}}/evidence  13 23 23 23 23 33 3 333 3
POST /packs/{{pack}}/processes/{{process}}/cases/{{case}}/corrections  19 29 29 39 39 39 9 999 3
GET  /packs/{{pack}}/projects                         {SEES_PROJECTS}
GET  /packs/{{pack}}/projects/pipeline                {SEES_PROJECTS}
GET  /packs/{{pack}}/projects/funnel                  {SEES_PROJECTS}
GET  /packs/{{pack}}/projects/cohorts                 {SEES_PROJECTS}
GET  /packs/{{pack}}/projects/landing                 {SEES_PROJECTS}
GET  /packs/{{pack}}/projects/stalled                 {SEES_PROJECTS}
GET  /packs/{{pack}}/projects/occasions               {SEES_PROJECTS}
"""
STATUS = {"2": 200, "1": 401, "3": 403, "9": 404, "4": 400}


def expected(table: str = RIGHTS) -> dict[tuple[str, str], str]:
    """The digits of every line, by method and path."""
    lines = [line.split() for line in table.splitlines() if line.strip()]
    return {(method.lower(), path): "".join(digits) for method, path, *digits in lines}
